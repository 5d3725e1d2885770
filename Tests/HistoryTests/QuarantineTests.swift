import Bundles
import Causality
import Device
import FieldRecords
import Membership
import Testing

@testable import DeviceTests

@Suite("A copy of an invitation that was used, and that nobody admits")
struct QuarantineTests {
    private let network: TestNetwork
    private let station: Device
    private let thief: DishonestStation
    private let log: LogID

    init() throws {
        network = try TestNetwork()
        let invitation = try network.host.inviteStation(name: "驿站 037", town: "T01", code: "037", host: nil).document
        station = try network.enrol(
            try Device.join(network.options("037"), invitation: invitation, by: "王芳"))
        _ = try Device.join(network.options("copy"), invitation: invitation, by: "某人")
        thief = try DishonestStation(network.path("copy"))
        let node = try StoreFile(network.path("037")).texts("SELECT id FROM node WHERE code = '037'").first
        log = LogID(
            replica: thief.keys.replica, place: PlaceID(node: try #require(node.flatMap { UInt64($0, radix: 16) })))
    }

    private func frame(_ sections: [BundleSection]) throws -> [UInt8] {
        var content: [UInt8] = []
        for section in sections { section.append(to: &content) }
        return try Frame.packed(content)
    }

    /// A bundle of changes that follow on one which never comes, and take so much once they are unpacked.
    private func waiting(mebibytes: Int, by writer: DishonestStation) throws -> String {
        let log = LogID(replica: writer.keys.replica, place: self.log.place)
        var (chain, frames) = (ChainHash.start(network: writer.network, log: log), [[UInt8]]())
        for index in 0..<mebibytes {
            let changes = (0..<4).map { number in
                Change(
                    time: HybridTime(milliseconds: 1_699_407_000_000), author: "",
                    context: SeenContext(own: UInt64(index * 4 + number + 1)),
                    action: .unknown(kind: 99, content: [UInt8](repeating: 0, count: 255 << 10)))
            }
            let signed = try Chunk.signed(
                first: UInt64(index * 4 + 2), previous: chain, changes: changes, log: log, network: writer.network,
                keys: writer.keys)
            chain = signed.final
            frames.append(try frame((index == 0 ? [.identities([writer.identity])] : []) + [.chunk(signed.chunk)]))
        }
        let range = LogRange(log: log, from: 2, through: UInt64(mebibytes * 4 + 1))
        return try network.write(try writer.bundle(frames: frames, ranges: [range]), "yilu")
    }

    @Test("counts for nothing once it is revoked, as before")
    func revoked() throws {
        let copy = try Device.open(network.options("copy"))
        try copy.addIssue([("title", "冒充的")])
        let file = try network.bundleForHost(from: copy)
        try network.host.take(file)
        let label = try #require(try network.host.members().first { $0.standing == "waiting" }?.replica)
        try network.host.revoke(label)
        try network.host.take(file)
        try network.carry(network.host, to: station)
        for device in [network.host, station] { #expect(try device.numbers().isEmpty) }
        try expectSame(network.host, station)
        try expectSound(network.host, station)
    }

    @Test("finds so much room for what waits, leaves others theirs, and none once it is revoked")
    func room() throws {
        let summary = try network.host.take(try waiting(mebibytes: 40, by: thief))
        #expect(summary.problems.map(\.kind) == [.tryAgain])
        #expect(summary.changes.parked > 100 && summary.changes.refused > 20)
        let file = StoreFile(network.path("host"))
        func parked() throws -> Int {
            try Int(file.texts("SELECT CAST(coalesce(sum(length(chunk)), 0) AS TEXT) FROM parked").first ?? "") ?? 0
        }
        #expect(try parked() <= 32 << 20)
        // What a station wrote comes before what it follows on.
        let own = try DishonestStation(network.path("037"))
        let came = try network.host.take(try waiting(mebibytes: 2, by: own))
        #expect(came.problems.isEmpty && came.changes.all == [0, 0, 8, 0])
        let label = try #require(try network.host.members().first { $0.standing == "waiting" }?.replica)
        try network.host.revoke(label)
        #expect(try parked() < 3 << 20)
        try network.exchange(station, network.host)
        try expectSame(network.host, station)
        try expectSound(network.host, station)
    }

    @Test("keeps nobody waiting by histories of its log, each of which takes the place of the one before")
    func histories() throws {
        for number in 0..<400 { try station.addIssue([("title", "第 \(number) 条")]) }
        try network.exchange(station, network.host)
        let start = ChainHash.start(network: thief.network, log: log)
        let histories = try (0..<120 as Range<Int64>).map { number in
            try Chunk.signed(
                first: 1, previous: start,
                changes: [
                    Change(
                        time: HybridTime(milliseconds: 1_699_407_000_000 + number), author: "",
                        context: SeenContext(own: 0), action: .mark)
                ], log: log, network: thief.network, keys: thief.keys)
        }.sorted { $0.final.prefix > $1.final.prefix }.map { $0.chunk }
        let content = try frame(
            [.identities([thief.identity]), .chunk(histories[0])] + histories.dropFirst().map { .branch($0) })
        let bundle = try thief.bundle(frames: [content], ranges: [LogRange(log: log, from: 1, through: 1)])
        let before = ContinuousClock.now
        let summary = try network.host.take(try network.write(bundle, "yilu"))
        // With the place merged anew for each, it is a minute or more.
        #expect(before.duration(to: .now) < .seconds(10))
        #expect(summary.problems.isEmpty)
        try network.exchange(station, network.host)
        try expectSame(network.host, station)
        try expectSound(network.host, station)
    }
}
