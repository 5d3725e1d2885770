import Bundles
import Causality
import Membership

/// A chunk's bytes as a dishonest station sends them: its own log, hashed and signed anew, so that only what they say
/// can be wrong.
enum ChunkEntry {
    /// Where a chunk names its replica: after the place.
    private static let replicaRange = 9..<41

    static func read(_ bytes: [UInt8]) throws {
        let network = FuzzNetwork.shared
        var own = bytes
        if own.count >= replicaRange.upperBound {
            own.replaceSubrange(replicaRange, with: network.station.replica.bytes)
        }
        let read = try Chunk(encoded: own)
        let changes = read.changes
        // The hashing of values one by one and of packed ones are two ways to the same hash.
        let signed = try? Chunk.signed(
            first: read.first, previous: read.previous, changes: changes, log: read.log, network: network.network,
            keys: network.station)
        let chunk = Chunk(
            log: read.log, first: read.first, previous: read.previous, packed: read.packed,
            signature: signed?.chunk.signature ?? read.signature)
        let verified = try? chunk.verified(network: network.network)
        demand((verified == nil) == (signed == nil), "packed changes are refused where changes are")
        guard let verified, let signed else { return }
        demand(verified.final == signed.final, "packed changes hash as changes do")
        try turnOver(verified)
    }

    /// What is verified is stored, passed on, cut and erased.
    private static func turnOver(_ verified: VerifiedChunk) throws {
        let network = FuzzNetwork.shared
        let chunk = verified.chunk
        if verified.rawBytes <= Chunk.rawBytesMax {
            let again = try Chunk(frame: try chunk.frame)
            demand(again.changes == chunk.changes, "what is written is read back")
            demand(try again.verified(network: network.network).final == verified.final, "and proves the same")
        }
        let rest = try chunk.rest(from: chunk.count - 1)
        demand(try rest.verified(network: network.network).final == verified.final, "the rest ends at the head")
        if let erased = chunk.erased(where: { _ in true }) {
            demand(
                try erased.verified(network: network.network).final == verified.final, "an erasure changes no hash")
        }
    }
}
