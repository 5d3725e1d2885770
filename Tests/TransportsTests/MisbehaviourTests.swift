import Bundles
import Causality
import Device
import Exchange
import Membership
import NIOCore
import Seeds
import Testing
import Transports

@testable import DeviceTests

@Suite("A member that misbehaves, over the line", .serialized)
struct MisbehaviourTests {
    /// Says bytes after the handshake.
    ///
    /// - Returns: how the two sides name the refusal.
    private func refusals(of bytes: [UInt8], limits: LineLimits = LineLimits()) async throws
        -> (told: Refusal.Reason?, logged: SessionRecord)
    {
        let network = try TestNetwork()
        let station = try network.station("037")
        let before = try network.host.digests()
        let listener = try await TestListener(network.host, limits: limits)
        let said = try await RawLine.send(bytes, as: station, to: listener.address)
        let record = await listener.records(1)[0]
        // Whoever comes next is served as ever, and finds nothing changed.
        #expect(try network.host.digests() == before)
        #expect(try await station.call(listener.address).report.ending == .done)
        await listener.stop()
        try expectSound(network.host)
        guard case .refusal(let refusal)? = said.last else { return (nil, record) }
        return (refusal.reason, record)
    }

    @Test("garbage after the handshake is named to both sides, and its writer in the log", arguments: 0..<4)
    func garbage(seed: Int) async throws {
        var random = SeededRandom(UInt64(seed))
        let (told, record) = try await refusals(of: [UInt8(8 + random.below(100))] + random.bytes(2_000))
        #expect(told == .malformed && record.refusal == .malformed)
        #expect(record.label == "037" && record.report.isMisbehaviour)
    }

    @Test("a message over its limit is refused at its head", arguments: [1, 3, 5, 6, 0xFE] as [UInt8])
    func tooLarge(kind: UInt8) async throws {
        let (told, record) = try await refusals(of: [kind, 0x7F, 0xFF, 0xFF, 0xFF])
        let expected: Refusal.Reason = kind < 0x80 ? .tooLarge : .malformed
        #expect(told == expected && record.refusal == expected)
    }

    @Test("frames before the hello are out of turn")
    func outOfTurn() async throws {
        let (told, record) = try await refusals(of: SessionMessage.frame([0, 0, 0, 0, 0]).encoded)
        #expect(told == .outOfTurn && record.refusal == .outOfTurn)
    }

    @Test("who says nothing after the handshake is told so, and cut off")
    func silent() async throws {
        var limits = LineLimits()
        limits.silenceMax = .milliseconds(700)
        let (told, record) = try await refusals(of: [], limits: limits)
        #expect(told == .silent && record.refusal == .silent)
    }

    @Test("changes at a place where their writer may not write are refused by name on both sides, and not kept")
    func foreignPlace() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let other = try network.station("038")
        try station.addIssue()
        try other.addIssue()
        let (own, foreign) = (try chunk(of: station, network), try chunk(of: other, network))
        let log = LogID(replica: own.log.replica, place: foreign.log.place)
        let id = try station.sessionCredentials().root.network
        let forged = try Chunk.signed(
            first: 1, previous: ChainHash.start(network: id, log: log),
            changes: own.packed.changes.indices.map { own.packed.change(at: $0) }, log: log, network: id,
            keys: try network.stolenKeys("037"))
        var content: [UInt8] = []
        BundleSection.chunk(forged.chunk).append(to: &content)
        let frame = OutgoingFrame(packed: try Frame.packed(content), changes: 1, photos: 0)
        let before = try network.host.digests()
        let listener = try await TestListener(network.host)
        let record = try await station.call(listener.address, lies: .init(frames: [frame]))
        let answered = await listener.records(1)[0]
        #expect(record.report.refusedByPeer.map(\.reason) == [.notPermitted])
        #expect(answered.report.refused.map(\.reason) == [.notPermitted])
        #expect(answered.report.refused.first?.detail.contains("037 may not write") == true)
        #expect(answered.report.isMisbehaviour)
        #expect(try network.host.digests() == before)
        #expect(try network.host.status().records == 0)
        // Its own records are taken in as ever.
        #expect(try await station.call(listener.address).report.ending == .done)
        #expect(try network.host.status().records == 1)
        await listener.stop()
        try expectSound(network.host)
    }

    /// The first chunk that a device would send to the host.
    private func chunk(of device: Device, _ network: TestNetwork) throws -> Chunk {
        let (own, theirs) = (try device.sessionCredentials(), try network.host.sessionCredentials())
        let called = try SessionCertificate.verify(theirs.certificate, root: own.root)
        let calling = try SessionCertificate.verify(own.certificate, root: own.root)
        let caller = DeviceDesk(device, own, role: .caller, identity: called.identity, member: called.member)
        let answerer = DeviceDesk(
            network.host, theirs, role: .answerer, identity: calling.identity, member: calling.member)
        let weighed = try answerer.weigh(try caller.greet(), arrived: 0)
        _ = try caller.weigh(try #require(weighed.reply), arrived: 0)
        let frame = try #require(try caller.nextFrame())
        for case .chunk(let chunk) in try BundleSection.sections(in: Frame.unpacked(frame.packed)) { return chunk }
        throw Refusal(.badContent, detail: "no chunk")
    }

    // A receipt is a caller's last word: it is gone before the answer comes, and thinks that all is done.
    @Test("who acknowledges what was never sent is named in the log, not believed, and sent it again")
    func neverSent() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let number = try station.addIssue()
        let listener = try await TestListener(network.host)
        _ = try await station.call(listener.address)
        try network.host.edit(number, "note", "区里")
        let before = try network.host.digests()
        let keys = try network.stolenKeys("037")
        let id = try station.sessionCredentials().root.network
        _ = try await station.call(
            listener.address,
            lies: .init(receipt: { honest in
                let truth = honest.receipt
                let entries = truth.entries.map {
                    Receipt.Entry(log: $0.log, sequence: $0.sequence, chainPrefix: $0.chainPrefix ^ 1)
                }
                let lie = Receipt(
                    replica: truth.replica, number: truth.number, time: truth.time, places: truth.places,
                    entries: entries, missing: [])
                return try SignedReceipt.sign(lie, network: id, keys: keys)
            }))
        let answered = await listener.records(2)[1]
        #expect(answered.refusal == .neverSent && answered.report.isMisbehaviour && answered.label == "037")
        #expect(try network.host.digests() == before)
        #expect(try await station.call(listener.address).report.ending == .done)
        try expectSame(network.host, station)
        await listener.stop()
        try expectSound(network.host, station)
    }
}
