import Bundles
import Causality
import Device
import Exchange
import Membership
import Testing
import Transports

@testable import DeviceTests

@Suite("What a member of the network may not do in a session")
struct HostilePeerTests {
    /// Both ends of a session that no line lies between.
    private func desks(_ caller: Device, _ answerer: Device) throws -> (caller: DeviceDesk, answerer: DeviceDesk) {
        let (one, other) = (try caller.sessionCredentials(), try answerer.sessionCredentials())
        let called = try SessionCertificate.verify(other.certificate, root: one.root)
        let calling = try SessionCertificate.verify(one.certificate, root: one.root)
        return (
            DeviceDesk(caller, one, role: .caller, identity: called.identity, member: called.member),
            DeviceDesk(answerer, other, role: .answerer, identity: calling.identity, member: calling.member)
        )
    }

    private func refusal(_ body: () throws -> Void) -> Refusal.Reason? {
        do {
            try body()
            return nil
        } catch { return (error as? Refusal)?.reason }
    }

    @Test("frames that are none are refused, and change nothing")
    func garbage() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let (caller, answerer) = try desks(station, network.host)
        _ = try answerer.weigh(try caller.greet(), arrived: 0)
        let before = try network.host.digests()
        for frame in [[], [9, 9, 9], [0, 0, 0, 0, 3, 1, 2, 3], [1, 0, 0, 0, 1, 0], [0, 0xFF, 0xFF, 0xFF, 0xFF]]
            as [[UInt8]]
        {
            let reason = refusal { _ = try answerer.takeIn(frame) }
            #expect(reason == .malformed || reason == .updateNeeded, "\(frame)")
        }
        #expect(try network.host.digests() == before)
    }

    @Test("another's receipt, and one for what was never sent, are refused")
    func receipts() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let other = try network.station("038")
        let (caller, answerer) = try desks(station, network.host)
        let hello = try caller.greet()
        let foreign = try desks(other, network.host).caller.greet()
        #expect(refusal { _ = try answerer.weigh(foreign, arrived: 0) } == .badContent)
        _ = try answerer.weigh(hello, arrived: 0)
        #expect(refusal { try answerer.note(foreign.receipt) } == .badContent)
        // It names the host's own log, up to a number that it holds, with a hash that it never had.
        let truth = hello.receipt.receipt
        let entries = truth.entries.map {
            Receipt.Entry(log: $0.log, sequence: $0.sequence, chainPrefix: $0.chainPrefix ^ 1)
        }
        try #require(!entries.isEmpty)
        let lie = Receipt(
            replica: truth.replica, number: truth.number + 1, time: truth.time, places: truth.places, entries: entries,
            missing: [])
        // A thief of the file has the device's keys.
        let hex = try #require(
            try StoreFile(network.path("037")).texts("SELECT hex(value) FROM secret WHERE name = 'keys'").first)
        let digits = Array(hex)
        let raw = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        let keys = try DeviceKeys(raw: raw)
        let signed = try SignedReceipt.sign(lie, network: station.sessionCredentials().root.network, keys: keys)
        #expect(refusal { try answerer.note(signed) } == .neverSent)
    }

    @Test("a device that nobody admitted tells a clock that is none: it is refused, and the host goes on")
    func impossibleClock() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let stranger = try network.joinStation("038")
        let hello = try RawLine.hello(of: stranger, to: network.host)
        let listener = try await TestListener(network.host)
        for clock in [Int64.min, .max] {
            var bytes = hello
            let start = SessionMessage.headBytes + 6 + 1 + Device.programVersion.utf8.count
            withUnsafeBytes(of: clock.bigEndian) { bytes.replaceSubrange(start..<start + 8, with: $0) }
            let said = try await RawLine.send(bytes, as: stranger, to: listener.address)
            #expect(said.last == .refusal(Refusal(.malformed)))
        }
        #expect(try await station.call(listener.address).report.ending == .done)
        await listener.stop()
        #expect(try network.host.status().clockOffsets.allSatisfy { $0.milliseconds.magnitude < 60_000 })
    }

    @Test("changes of a place that the receiver may not hold are refused by name, and not kept")
    func foreignPlace() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let other = try network.station("038")
        try other.addIssue()
        try network.carry(network.host, to: station)
        let (caller, answerer) = try desks(station, network.host)
        let (otherCaller, hostForOther) = try desks(other, network.host)
        _ = try answerer.weigh(try caller.greet(), arrived: 0)
        let weighed = try hostForOther.weigh(try otherCaller.greet(), arrived: 0)
        _ = try otherCaller.weigh(try #require(weighed.reply), arrived: 0)
        let frame = try #require(try otherCaller.nextFrame())
        let taken = try caller.takeIn(frame.packed)
        #expect(taken.refusals.map(\.reason) == [.notPermitted])
        #expect(try station.status().records == 0)
        #expect(try StoreFile(network.path("037")).nodesWithRecords().count <= 1)
    }
}
