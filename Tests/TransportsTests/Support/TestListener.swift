import Device
import Exchange
import NIOCore
import Synchronization

@testable import Transports

/// A device that answers on the loopback address, and remembers how each connection ended.
final class TestListener: Sendable {
    let address: LineAddress
    private let listener: ExchangeListener
    private let workers: SessionWorkers
    private let noted: Records

    /// Records as they come, and those who wait for them.
    final class Records: Sendable {
        private struct State {
            var records: [SessionRecord] = []
            var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        }
        private let state = Mutex(State())

        var all: [SessionRecord] { state.withLock(\.records) }

        @Sendable func add(_ record: SessionRecord) {
            let ready = state.withLock { state in
                state.records.append(record)
                let ready = state.waiting.filter { $0.count <= state.records.count }
                state.waiting.removeAll { $0.count <= state.records.count }
                return ready.map(\.continuation)
            }
            for continuation in ready { continuation.resume() }
        }

        func wait(for count: Int) async {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.records.count >= count { return true }
                    state.waiting.append((count, continuation))
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    /// - Parameter lies: where this side is not honest.
    init(
        _ device: Device, limits: LineLimits = LineLimits(), bufferBytes: Int = SessionWorkers.bufferBytes,
        lies: LyingDesk.Lies? = nil
    ) async throws {
        let noted = Records()
        workers = SessionWorkers(bufferBytes: bufferBytes)
        listener = try ExchangeListener(
            .init(
                credentials: { try device.sessionCredentials() },
                makeDesk: {
                    let desk = DeviceDesk(device, $0, role: .answerer, identity: $1, member: $2)
                    return lies.map { LyingDesk(desk, $0) } ?? desk
                },
                noted: noted.add),
            limits: limits, by: workers)
        address = try await listener.listen(LineAddress(host: "127.0.0.1", port: 0))
        self.noted = noted
    }

    var connections: Int { listener.connections }

    /// Whether some session holds room for a large message that comes.
    var isRoomHeld: Bool { workers.incoming.isHeld }

    /// The records of the first `count` connections that have ended, once there are so many.
    func records(_ count: Int) async -> [SessionRecord] {
        await noted.wait(for: count)
        return noted.all
    }

    func stop() async {
        await listener.stop()
        workers.stop()
    }
}

extension SessionRecord {
    var deviceDesk: DeviceDesk? { desk as? DeviceDesk }

    /// Why this side ended it.
    var refusal: Refusal.Reason? {
        if case .refused(let refusal) = report.ending { return refusal.reason }
        return nil
    }

    /// Why the other side ended it.
    var refusalByPeer: Refusal.Reason? {
        if case .refusedByPeer(let refusal) = report.ending { return refusal.reason }
        return nil
    }
}

extension Device {
    /// Holds one session.
    func call(_ address: LineAddress, limits: LineLimits = LineLimits()) async throws -> SessionRecord {
        let workers = SessionWorkers()
        defer { workers.stop() }
        let credentials = try sessionCredentials()
        return try await ExchangeCaller(credentials, limits: limits).call(
            address, by: workers,
            makeDesk: { DeviceDesk(self, credentials, role: .caller, identity: $0, member: $1) },
            progress: { _ in })
    }
}
