import Device
import Exchange
import FieldRecords
import Synchronization
import Transports

/// Calls one address until there is nothing more to bring, and sums up.
final class SessionCalls: Sendable {
    /// A second session follows where the first has taught one side something: that a device is enrolled, that this one
    /// goes on under a new identity. It never takes more than this.
    private static let sessionsMax = 4

    private let device: Device
    private let address: LineAddress
    private let workers = SessionWorkers()
    private let latest = Mutex(SessionProgress())

    init(_ device: Device, _ address: LineAddress) {
        self.device = device
        self.address = address
    }

    func stop() {
        workers.stop()
    }

    /// Of the session at this moment.
    var progress: SessionProgress { latest.withLock { $0 } }

    func run() async -> SyncOutcome {
        var outcome = SyncOutcome()
        for _ in 0..<SessionCalls.sessionsMax {
            do { outcome.add(try await call()) } catch { outcome.add(error) }
            guard outcome.isWorthRepeating else { break }
        }
        return outcome
    }

    private func call() async throws -> SessionRecord {
        let credentials = try device.sessionCredentials()
        let device = device
        return try await ExchangeCaller(credentials).call(
            address, by: workers,
            makeDesk: { DeviceDesk(device, credentials, role: .caller, identity: $0, member: $1) },
            progress: { progress in self.latest.withLock { $0 = progress } })
    }
}

extension SessionProgress {
    /// In words, for a terminal.
    var phrase: Phrase {
        Phrase(
            zh: "\(percent)%（送出 \(sent)，收到 \(received) 次变更）",
            en: "\(percent)% (\(sent) sent, \(received) received)")
    }
}
