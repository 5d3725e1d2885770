import Bundles
import Causality
import Crypto
import FieldRecords
import Membership
import Testing

private let replica = ReplicaID(bytes: Array(1...32))
private let record = RecordID(replica: replica, number: 300)

private func change(
    _ action: Change.Action, own: UInt64 = 4, author: String = "王", others: [SeenDot] = []
) -> Change {
    Change(
        time: HybridTime(bits: 0x0102_0304_0506_0708), author: author,
        context: SeenContext(own: own, others: others), action: action)
}

@Suite("The chain of a log")
struct ChainTests {
    @Test("canonical bytes are those of the documented format")
    func canonicalBytes() {
        let dot = SeenDot(replica: replica, sequence: 200, chainPrefix: 0x1122_3344_5566_7788)
        let begin = Change(
            time: HybridTime(bits: 0x0102_0304_0506_0708), author: "王", context: SeenContext(own: 3, others: [dot]),
            action: .begin(
                record, FormReference(name: "issue", version: "1"),
                Change.Writing(patch: Patch(["a": .integer(-5)]))),
            isSettlement: true)
        var expected: [UInt8] = [1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 3, 0xE7, 0x8E, 0x8B, 1, 1]
        expected += Array(1...32) + [0xC8, 1, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]
        expected += Array(1...32) + [0xAC, 2]
        expected += [5] + Array("issue".utf8) + [1] + Array("1".utf8)
        expected += [0, 0, 0, 8] + Array(#"{"a":-5}"#.utf8) + [0]
        #expect(begin.canonical(sequence: 5) == expected)
    }

    @Test("a hash is the SHA-256 of the one before and the canonical bytes")
    func nextHash() throws {
        let network = NetworkID(bytes: Array(repeating: 5, count: 32))
        let log = LogID(replica: replica, place: PlaceID(node: 0x0A, isNotices: true))
        let start = ChainHash.start(network: network, log: log)
        let startBytes = Array("yilu log 1".utf8) + network.bytes + [0, 0, 0, 0, 0, 0, 0, 0x0A, 1] + replica.bytes
        #expect(start.bytes == Array(SHA256.hash(data: startBytes)))

        let mark = change(.mark)
        var chainer = Chainer()
        let next = try chainer.next(after: start, change: mark, sequence: 5)
        #expect(next.bytes == Array(SHA256.hash(data: start.bytes + mark.canonical(sequence: 5))))
        #expect(next.prefix == next.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        #expect(chainer.changeBytes == mark.canonical(sequence: 5).count)
    }

    @Test("a commitment is what the format says, and erasing keeps the chain")
    func erasing() throws {
        let key = Array(repeating: 8 as UInt8, count: 16)
        let kept = PersonalWriting.kept(values: Patch(["phone": .text("138")]), key: key)
        let salt = HMAC<SHA256>.authenticationCode(
            for: Array("yilu salt 1phone".utf8), using: SymmetricKey(data: key))
        let commitment = SHA256.hash(data: Array("yilu value 1".utf8) + Array(salt) + Array("\"138\"".utf8))
        #expect(kept.commitments == [PersonalWriting.Commitment(name: "phone", hash: Array(commitment))])
        #expect(kept.erased() == .erased(kept.commitments))

        let patch = Patch(["kind": .text("rest")])
        var chainer = Chainer()
        let start = ChainHash.start(
            network: NetworkID(bytes: Array(repeating: 5, count: 32)),
            log: LogID(replica: replica, place: PlaceID(node: 1)))
        let whole = change(.edit(record, Change.Writing(patch: patch, personal: kept)))
        let erased = change(.edit(record, Change.Writing(patch: patch, personal: kept.erased())))
        let never = change(.edit(record, Change.Writing(patch: patch)))
        let hash = try chainer.next(after: start, change: whole, sequence: 5)
        #expect(try chainer.next(after: start, change: erased, sequence: 5) == hash)
        #expect(try chainer.next(after: start, change: never, sequence: 5) != hash)
    }

    @Test("an erased commitment tells nothing without the key: equal values have unequal ones")
    func commitmentsAreSalted() {
        func commitment(_ name: String, _ key: UInt8) -> [UInt8] {
            PersonalWriting.kept(values: Patch([name: .text("138")]), key: Array(repeating: key, count: 16))
                .commitments[0].hash
        }
        #expect(Set([commitment("a", 1), commitment("a", 2), commitment("b", 1)]).count == 3)
    }

    @Test("a change too large, one that has seen itself and an overlong author are refused")
    func refusals() {
        var chainer = Chainer()
        let start = ChainHash(bytes: [UInt8](repeating: 0, count: 32))
        let long = FieldValue.text(String(repeating: "x", count: Change.bytesMax))
        #expect(throws: BundlesError.self) {
            try chainer.next(
                after: start, change: change(.edit(record, Change.Writing(patch: Patch(["a": long])))), sequence: 5)
        }
        // Erased values count too while they are there: else erasing could make a change that never was allowed.
        let personal = PersonalWriting.kept(values: Patch(["a": long]), key: Array(repeating: 0, count: 16))
        #expect(throws: BundlesError.self) {
            try chainer.next(
                after: start, change: change(.edit(record, Change.Writing(patch: Patch([]), personal: personal))),
                sequence: 5)
        }
        #expect(throws: BundlesError.changeImpossible(sequence: 4)) {
            try chainer.next(after: start, change: change(.mark, own: 4), sequence: 4)
        }
        #expect(throws: BundlesError.changeImpossible(sequence: 5)) {
            try chainer.next(
                after: start, change: change(.mark, author: String(repeating: "a", count: 257)), sequence: 5)
        }
    }
}
