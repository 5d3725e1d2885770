import Bundles
import Causality
import Device
import FieldRecords
import Membership
import Seeds
import Testing

@testable import DeviceTests

/// What a bundle's frame may hold that no honest program writes.
private enum Forgery: CaseIterable {
    case rawLength, rawLengthShort, rawLengthLong, thousandfold, thousandfoldCut, sectionLength, chunkCount
    case receiptCount, identityCount, garbage, garbageInChunk

    func frame(_ station: DishonestStation) throws -> [UInt8] {
        let zeros = try Frame.packed([UInt8](repeating: 0, count: Frame.rawBytesMax))
        let small = try Frame.packed([UInt8](repeating: 7, count: 10_000))
        let place = [UInt8](repeating: 0, count: 9)
        var random = SeededRandom(18)
        let noise = (0..<4_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let huge = DishonestStation.varint(1 << 33 + 1)
        switch self {
        case .rawLength: return [1] + DishonestStation.integer(UInt32.max) + small.dropFirst(5)
        case .rawLengthShort: return [1] + DishonestStation.integer(9_999 as UInt32) + small.dropFirst(5)
        case .rawLengthLong: return [1] + DishonestStation.integer(5_000_000 as UInt32) + small.dropFirst(5)
        case .thousandfold:
            #expect(zeros.count * 900 < Frame.rawBytesMax)
            return zeros
        case .thousandfoldCut: return [1] + DishonestStation.integer(16 as UInt32) + zeros.dropFirst(5)
        case .sectionLength: return try Frame.packed([2] + DishonestStation.integer(UInt32.max) + noise)
        case .chunkCount:
            let chunk = place + station.keys.replica.bytes + DishonestStation.varint(1) + huge + noise
            return try Frame.packed(DishonestStation.section(2, chunk))
        case .receiptCount:
            let receipt = station.keys.replica.bytes + [UInt8](repeating: 1, count: 16) + huge + noise
            return try Frame.packed(DishonestStation.section(3, receipt))
        case .identityCount: return try Frame.packed(DishonestStation.section(1, huge + noise))
        case .garbage: return noise
        case .garbageInChunk: return try Frame.packed(DishonestStation.section(2, noise))
        }
    }
}

extension Cases {
    @Suite struct Hostile {
        /// What nothing hostile may change.
        private static func state(_ network: TestNetwork) throws -> [String] {
            try StoreFile(network.path("host")).dump("chunk", "record", "log", "head", "parked", "receipt")
        }

        // Automerge fuzz-crashers
        @Test("case 18: forged lengths, a thousandfold deflate, counts over 2^32 and sealed garbage change nothing")
        func forged() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            try station.addIssue()
            try network.host.take(try network.bundleForHost(from: station))
            let thief = try DishonestStation(network.path("037"))
            let before = try Self.state(network)
            for forgery in Forgery.allCases {
                let file = try network.write(try thief.bundle(frames: [try forgery.frame(thief)]), "yilu")
                let summary = try network.host.take(file)
                #expect(summary.problems.map(\.kind) == [.badData], "\(forgery)")
                #expect(summary.changes.all == [0, 0, 0, 0], "\(forgery)")
                #expect(try Self.state(network) == before, "\(forgery)")
            }
            try station.addIssue()
            try network.exchange(station, network.host)
            try expectSame(network.host, station)
            try expectSound(network.host)
        }

        // sqlite-sync 1.1.4
        @Test("case 18: another network's bundle changes nothing, a revoked signer's is held and counts for nothing")
        func wrongSigner() throws {
            let network = try TestNetwork()
            let other = try TestNetwork()
            try other.station("037").addIssue()
            let stranger = try Device.open(other.options("037"))
            let before = try Self.state(network)
            expectFailure(.notPermitted) { try network.host.take(try other.bundleForHost(from: stranger)) }
            #expect(try Self.state(network) == before)

            let station = try network.station("037")
            let number = try station.addIssue([("title", "之前")])
            try network.exchange(station, network.host)
            try network.host.revoke("037")
            try station.edit(number, "title", "之后")
            try station.addIssue([("title", "也在之后")])
            let summary = try network.host.take(try network.bundleForHost(from: station))
            #expect(summary.changes.all == [2, 0, 0, 0])
            #expect(try network.host.titles() == ["之前"])
            try expectSound(network.host)
        }

        // Automerge fuzz-crashers
        @Test("case 18: well-signed nonsense is held, counted and shown, and folds to nothing")
        func signedNonsense() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            let number = try network.host.addIssue([("title", "主机的")], place: "037")
            try network.exchange(network.host, station)
            let thief = try DishonestStation(network.path("037"))
            let node = try #require(
                try StoreFile(network.path("037")).texts("SELECT id FROM node WHERE code = '037'").first)
            let place = PlaceID(node: try #require(UInt64(node, radix: 16)))
            let log = LogID(replica: thief.keys.replica, place: place)
            let key = try #require(try network.host.members().first { $0.isThisDevice }).key
            let hostID = ReplicaID(bytes: try #require(Hexadecimal.bytes(key)))
            // Begins the host's record a second time, and a record that is not its own.
            let changes = [1, 999].enumerated().map { index, record in
                Change(
                    time: HybridTime(bits: .max), author: "", context: SeenContext(own: UInt64(index)),
                    action: .begin(
                        RecordID(replica: hostID, number: record), FormReference(name: "issue", version: "1"),
                        Change.Writing(patch: Patch(["title": .text("伪造")]))))
            }
            let chunk = try Chunk.signed(
                first: 1, previous: ChainHash.start(network: thief.network, log: log), changes: changes, log: log,
                network: thief.network, keys: thief.keys)
            let section = DishonestStation.section(2, chunk.chunk.encoded)
            let file = try network.write(
                try thief.bundle(frames: [try Frame.packed(section)], ranges: [chunk.chunk.range]), "yilu")
            let summary = try network.host.take(file)
            #expect(summary.changes.all == [2, 0, 0, 0], "\(summary.problems.map(\.what.en))")
            #expect(try network.host.titles() == ["主机的"])
            #expect(try network.host.history(number: number).map { $0.void == nil } == [true, false])
            #expect(try network.host.addIssue() == "host-2")
            try expectSound(network.host)
        }
    }
}
