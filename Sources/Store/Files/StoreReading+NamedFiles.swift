package import Bundles
package import Causality
import FieldRecords
import GRDB

extension StoreReading {
    /// The blobs that changes of the ranges name.
    package func blobs(namedIn ranges: [LogRange]) throws -> Set<[UInt8]> {
        var digests: Set<[UInt8]> = []
        for range in ranges { try files(namedIn: range) { digests.insert($1) } }
        return digests
    }

    /// Of each place the blobs that changes held there name and that are missing; also of changes that are not applied yet.
    package func missingBlobs(at places: Set<PlaceID>) throws -> [PlaceID: Set<[UInt8]>] {
        var missing: [PlaceID: Set<[UInt8]>] = [:]
        for place in places { missing[place] = Set(try blobs(of: [place], held: false).map(\.digest)) }
        for row in try rows(Self.logColumns + " WHERE log.held > log.applied") {
            let log = try Self.logRow(row)
            guard places.contains(log.name.place) else { continue }
            let waiting = LogRange(log: log.name, from: log.applied + 1, through: log.held)
            for digest in try blobs(namedIn: [waiting]) where try heldBlobRow(digest) == nil {
                missing[log.name.place]?.insert(digest)
            }
        }
        return missing
    }

    /// Gives each blob that a change of a range names, with the change's number, ascending.
    package func files(namedIn range: LogRange, _ each: (UInt64, [UInt8]) -> Void) throws {
        guard let log = try logNumber(range.log) else { return }
        let chunks = try rows(
            """
            SELECT first FROM chunk WHERE log = ? AND first > ? AND first <= ? AND last >= ? AND files = 1
            ORDER BY first
            """,
            [log, Int64(range.from) - Int64(Chunk.changesMax), Int64(range.through), Int64(range.from)])
        for row in chunks {
            guard let chunk = try heldChunk(of: log, at: try row.readSequence(0)) else { continue }
            let packed = try packed(chunk)
            for (index, change) in packed.changes.enumerated() {
                let number = chunk.first + UInt64(index)
                guard number >= range.from, number <= range.through, change.setsFields, packed.namesFile(change)
                else { continue }
                for entry in packed.change(at: index).writing?.patch.entries ?? [] {
                    if case .file(let file) = entry.value { each(number, file.digest) }
                }
            }
        }
    }
}
