import Bundles
import Causality
import Device
import Exchange
import Membership
import Synchronization
import Transports

@testable import DeviceTests

/// A member's side of a session that lies where it is told to, and is honest for the rest.
final class LyingDesk: ExchangeDesk {
    struct Lies: Sendable {
        var hello: @Sendable (Hello) -> Hello = { $0 }
        /// Sent in place of its own.
        var frames: [OutgoingFrame]?
        /// The closing receipt.
        var receipt: @Sendable (SignedReceipt) throws -> SignedReceipt = { $0 }
    }

    let honest: DeviceDesk
    private let lies: Lies
    private let frames: Mutex<[OutgoingFrame]>

    init(_ honest: DeviceDesk, _ lies: Lies) {
        self.honest = honest
        self.lies = lies
        frames = Mutex(lies.frames ?? [])
    }

    func now() -> Int64 { honest.now() }

    func greet() throws(Refusal) -> Hello { lies.hello(try honest.greet()) }

    func weigh(_ hello: Hello, arrived: Int64) throws(Refusal) -> Weighed {
        let weighed = try honest.weigh(hello, arrived: arrived)
        return Weighed(reply: weighed.reply.map(lies.hello), offer: weighed.offer, told: weighed.told)
    }

    func nextFrame() throws(Refusal) -> OutgoingFrame? {
        guard lies.frames != nil else { return try honest.nextFrame() }
        return frames.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }

    func takeIn(_ frame: [UInt8]) throws(Refusal) -> TakenFrame { try honest.takeIn(frame) }

    func acknowledge() throws(Refusal) -> SignedReceipt {
        let receipt = try honest.acknowledge()
        do { return try lies.receipt(receipt) } catch { throw Refusal(.cannotStore, detail: "\(error)") }
    }

    func note(_ receipt: SignedReceipt) throws(Refusal) { try honest.note(receipt) }

    func close(_ report: SessionReport) { honest.close(report) }
}

extension Device {
    /// Holds one session in which this side lies.
    func call(_ address: LineAddress, lies: LyingDesk.Lies) async throws -> SessionRecord {
        let workers = SessionWorkers()
        defer { workers.stop() }
        let credentials = try sessionCredentials()
        return try await ExchangeCaller(credentials).call(
            address, by: workers,
            makeDesk: {
                LyingDesk(DeviceDesk(self, credentials, role: .caller, identity: $0, member: $1), lies)
            }, progress: { _ in })
    }
}

extension TestNetwork {
    /// The keys of a device, as a thief of its file has them.
    func stolenKeys(_ home: String) throws -> DeviceKeys {
        let hex = try StoreFile(path(home)).texts("SELECT hex(value) FROM secret WHERE name = 'keys'").first ?? ""
        let digits = Array(hex)
        return try DeviceKeys(
            raw: stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) })
    }
}
