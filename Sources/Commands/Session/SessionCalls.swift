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

    init(_ device: Device, _ address: LineAddress) {
        self.device = device
        self.address = address
    }

    func stop() {
        workers.stop()
    }

    func run(progress: (SessionProgress) -> Void) throws -> SyncOutcome {
        var outcome = SyncOutcome()
        for _ in 0..<SessionCalls.sessionsMax {
            let box = ProgressBox()
            let record = try Waiting.run(
                meanwhile: { progress(box.progress.withLock { $0 }) }, { try await self.call(box) })
            outcome.add(record)
            guard outcome.isWorthRepeating else { break }
        }
        return outcome
    }

    private final class ProgressBox: Sendable {
        let progress = Mutex(SessionProgress())
    }

    private func call(_ box: ProgressBox) async throws -> SessionRecord {
        let credentials = try device.sessionCredentials()
        let device = device
        return try await ExchangeCaller(credentials).call(
            address, by: workers,
            makeDesk: { DeviceDesk(device, credentials, role: .caller, identity: $0, member: $1) },
            progress: { progress in box.progress.withLock { $0 = progress } })
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
