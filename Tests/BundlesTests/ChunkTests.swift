import Bundles
import Causality
import FieldRecords
import Membership
import Seeds
import Testing

@Suite("A chunk")
struct ChunkTests {
    @Test("reads back as it was written, in the same bytes, and verifies", arguments: 0..<40 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        let fixture = try Fixture()
        var random = RandomChanges(seed: seed, own: fixture.station.replica)
        let signed = try fixture.chunks(random.changes(seed == 0 ? 1 : 120), chunkChangesMax: 50)
        for chunk in signed {
            let encoded = chunk.chunk.encoded
            let read = try Chunk(encoded: encoded)
            #expect(read == chunk.chunk)
            #expect(read.encoded == encoded)
            // Swift's own equality takes two spellings of one letter for one; the chain does not.
            #expect(try read.verified(network: fixture.network) == chunk)
        }
    }

    @Test("verifies after personal values are erased, and carries the commitments")
    func erased() throws {
        let fixture = try Fixture()
        var random = RandomChanges(seed: 3, own: fixture.station.replica)
        let whole = try #require(try fixture.chunks(random.changes(100)).first)
        var erasedCount = 0
        let changes = whole.chunk.changes.map { change -> Change in
            guard let writing = change.writing, let personal = writing.personal else { return change }
            erasedCount += 1
            let erased = Change.Writing(patch: writing.patch, personal: personal.erased())
            let action: Change.Action =
                switch change.action {
                case .begin(let record, let form, _): .begin(record, form, erased)
                case .edit(let record, _): .edit(record, erased)
                default: change.action
                }
            return Change(
                time: change.time, author: change.author, context: change.context, action: action,
                isSettlement: change.isSettlement)
        }
        #expect(erasedCount > 5)
        let erased = Chunk(
            log: whole.chunk.log, first: 1, previous: whole.chunk.previous, changes: changes,
            signature: whole.chunk.signature)
        let read = try Chunk(encoded: erased.encoded)
        #expect(try read.verified(network: fixture.network).prefixes == whole.prefixes)
    }

    @Test(
        "erased in part, it proves the same, and what its changes name keeps its place",
        arguments: 0..<10 as Range<UInt64>)
    func erasedInPart(seed: UInt64) throws {
        let fixture = try Fixture()
        var random = RandomChanges(seed: seed, own: fixture.station.replica)
        let whole = try #require(try fixture.chunks(random.changes(120)).first)
        let packed = try Chunk(encoded: whole.chunk.encoded).packed
        let kept = packed.changes.indices.filter(packed.holdsPersonalValues)
        let last = try #require(kept.last.flatMap { packed.record(of: packed.changes[$0]) })
        let erased = try #require(packed.erased(first: 1) { $1 == last })
        for index in kept {
            #expect(erased.holdsPersonalValues(at: index) == (packed.record(of: packed.changes[index]) != last))
        }
        #expect(erased.names == packed.names && erased.replicas == packed.replicas)
        #expect(erased.forms == packed.forms && erased.frontiers == packed.frontiers)
        let chunk = Chunk(
            log: whole.chunk.log, first: 1, previous: whole.chunk.previous, packed: erased,
            signature: whole.chunk.signature)
        #expect(try chunk.verified(network: fixture.network).prefixes == whole.prefixes)
        #expect(packed.erased(first: 1) { _, _ in false } == nil)
    }

    @Test("with any one byte altered, it is refused or still the same, never another", arguments: [1, 2] as [UInt64])
    func flips(seed: UInt64) throws {
        let fixture = try Fixture()
        var random = RandomChanges(seed: seed, own: fixture.station.replica)
        let chunk = try #require(try fixture.chunks(random.changes(12)).first).chunk
        let encoded = chunk.encoded
        var refused = 0
        for index in encoded.indices {
            for mask in [0x01, 0x80, 0xFF] as [UInt8] {
                var altered = encoded
                altered[index] ^= mask
                do throws(BundlesError) {
                    let verified = try Chunk(encoded: altered).verified(network: fixture.network)
                    #expect(verified.chunk.range == chunk.range && isSame(verified.chunk, chunk), "byte \(index)")
                } catch { refused += 1 }
            }
        }
        #expect(refused > encoded.count * 2)
    }

    /// What the chain does not cover is only how personal values are kept: all else must be equal.
    private func isSame(_ one: Chunk, _ other: Chunk) -> Bool {
        zip(one.changes, other.changes).allSatisfy { $0.canonical(sequence: 99) == $1.canonical(sequence: 99) }
    }

    @Test("cut anywhere, it is refused")
    func truncations() throws {
        let fixture = try Fixture()
        var random = RandomChanges(seed: 5, own: fixture.station.replica)
        let encoded = try #require(try fixture.chunks(random.changes(40)).first).chunk.encoded
        for count in encoded.indices {
            #expect(throws: BundlesError.self) { try Chunk(encoded: encoded.prefix(count)) }
        }
        #expect(throws: BundlesError.self) { try Chunk(encoded: encoded + [0]) }
    }

    @Test("random bytes after a good beginning never do more than throw", arguments: 0..<300 as Range<UInt64>)
    func garbage(seed: UInt64) throws {
        let fixture = try Fixture()
        var changes = RandomChanges(seed: seed, own: fixture.station.replica)
        var encoded = try #require(try fixture.chunks(changes.changes(30)).first).chunk.encoded
        var random = SeededRandom(seed)
        for _ in 0..<1 + random.below(8) {
            encoded[137 + random.below(encoded.count - 137)] = random.one(of: [0, 1, 0x40, 0x7F, 0x80, 0xFF])
        }
        _ = try? Chunk(encoded: encoded).verified(network: fixture.network)
    }

    @Test("another network, another log and another hash before it do not verify")
    func otherChains() throws {
        let fixture = try Fixture()
        let chunk = try #require(try fixture.chunks([Sample.mark()]).first).chunk
        let elsewhere = LogID(replica: chunk.log.replica, place: chunk.log.place.notices)
        func with(log: LogID? = nil, first: UInt64 = 1, previous: ChainHash? = nil) -> Chunk {
            Chunk(
                log: log ?? chunk.log, first: first, previous: previous ?? chunk.previous, changes: chunk.changes,
                signature: chunk.signature)
        }
        let zero = ChainHash(bytes: [UInt8](repeating: 0, count: 32))
        for forged in [with(log: elsewhere), with(first: 2), with(previous: zero)] {
            #expect(throws: BundlesError.headWrong(forged.range)) { try forged.verified(network: fixture.network) }
        }
        let other = NetworkID(bytes: [UInt8](repeating: 1, count: 32))
        #expect(throws: BundlesError.headWrong(chunk.range)) { try chunk.verified(network: other) }
        #expect(try with().verified(network: fixture.network).chunk == chunk)
    }

    @Test("changes dropped, doubled or exchanged do not verify")
    func otherChanges() throws {
        let fixture = try Fixture()
        let chunk = try #require(try fixture.chunks([Sample.mark(), Sample.begin(), Sample.mark(own: 2)]).first).chunk
        let changes = chunk.changes
        for forged in [
            [changes[0], changes[2], changes[1]], [changes[0], changes[1]], [changes[1], changes[2]],
            changes + [changes[2]],
        ] {
            let forgery = Chunk(
                log: chunk.log, first: 1, previous: chunk.previous, changes: forged, signature: chunk.signature)
            #expect(throws: BundlesError.self) { try forgery.verified(network: fixture.network) }
        }
    }

    @Test("a frontier that every change shares cannot make a short chunk cost much")
    func sharedFrontier() throws {
        let fixture = try Fixture()
        var random = SeededRandom(1)
        let dots = (0..<600).map { _ in
            SeenDot(replica: ReplicaID(bytes: random.bytes(32)), sequence: 1, chainPrefix: 0)
        }.sorted { $0.replica < $1.replica }
        let changes = (0..<1_000).map { index in
            Change(
                time: HybridTime(bits: 0), author: "", context: SeenContext(own: UInt64(index), others: dots),
                action: .mark)
        }
        let chunk = Chunk(
            log: fixture.log, first: 1, previous: ChainHash.start(network: fixture.network, log: fixture.log),
            changes: changes, signature: [UInt8](repeating: 0, count: 64))
        let encoded = chunk.encoded
        #expect(encoded.count < 40_000)
        #expect(throws: BundlesError.self) { try Chunk(encoded: encoded) }
    }

    @Test("a kind of change that nobody here understands comes through whole")
    func unknownKind() throws {
        let fixture = try Fixture()
        let unknown = Change(
            time: HybridTime(bits: 9), author: "新", context: SeenContext(own: 1, others: []),
            action: .unknown(kind: 90, content: [1, 2, 3]), isSettlement: true)
        let chunk = try #require(try fixture.chunks([Sample.mark(), unknown, Sample.begin()]).first).chunk
        let read = try Chunk(encoded: chunk.encoded)
        #expect(read == chunk)
        _ = try read.verified(network: fixture.network)
        var altered = chunk.encoded
        altered[altered.count - 1] ^= 1
        #expect(throws: BundlesError.self) { try Chunk(encoded: altered).verified(network: fixture.network) }
    }

    @Test("no kind of change has the number 0")
    func kindZero() throws {
        let fixture = try Fixture()
        var encoded = try #require(try fixture.chunks([Sample.mark()]).first).chunk.encoded
        // Place 9, replica 32, first 1, count 1, hash 32, signature 64, no replicas 1, one kind 1: then the kind.
        #expect(encoded[141] == ChangeKind.mark.number)
        encoded[141] = 0
        #expect(throws: BundlesError.self) { try Chunk(encoded: encoded) }
    }
}
