import Bundles
import Causality
import FieldRecords
import GRDB
import Membership

extension StoreWriting {
    /// Puts other forms of a chunk's changes in their place, as one chunk or, where that is too large, cut as another is.
    func replace(packed: PackedChanges, in held: HeldChunk, cutAs other: Chunk) throws {
        guard packed.rawBytes > Chunk.rawBytesMax else {
            held.content?.packed = packed
            held.content?.frame = nil
            held.contentChanged = true
            return heldChunks.recount(held)
        }
        let name = try log(row: held.log).name
        let signature = try content(of: held).signature
        let bounds =
            [held.first] + [other.first, other.last + 1].filter { $0 > held.first && $0 <= held.last } + [held.last + 1]
        let parts = try zip(bounds, bounds.dropFirst()).map { first, end in
            let range = held.index(of: first)..<held.index(of: end)
            let head = try row(
                "SELECT signature FROM head WHERE log = ? AND sequence = ?", [held.log, Int64(end - 1)])
            return HeldChunk(
                row: nil, log: held.log, first: first, prefixes: Array(held.prefixes[range]),
                contexts: Array(held.contexts[range]),
                content: HeldChunk.Content(
                    packed: PackedChanges(range.map(packed.change), own: name.replica, first: first),
                    previous: try chain(ofLog: held.log, at: first - 1, name: name),
                    signature: try head?.readBytes(0, count: Signatures.signatureBytes) ?? signature))
        }
        try delete(held)
        for part in parts {
            heldChunks.keep(part)
            try insert(part, name: name)
        }
    }
}
