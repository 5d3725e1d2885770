import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

/// What is to be done about changes that this device wrote on a branch that lost its name.
package enum OwnFork: Sendable {
    case none
    /// The branch bears the device's present name: first it takes up another.
    case successionDue
    case reissueDue
}

extension StoreReading {
    package func ownFork() throws -> OwnFork {
        guard
            let row = try row(
                """
                SELECT max(log.replica = (SELECT value FROM fact WHERE name = 'replica')) FROM parked
                JOIN log ON log.id = parked.log WHERE fork = 2 HAVING count(*) > 0
                """)
        else { return .none }
        return try row.read(0) ? .successionDue : .reissueDue
    }
}

extension StoreWriting {
    /// Issues the changes of own branches that lost their name anew, under this device's present identity.
    ///
    /// Each keeps its author, its time and what it had seen. A record begun on such a branch is begun anew under a new
    /// number, for the branch that kept the name may have begun another under the same.
    ///
    /// - Returns: how many changes were issued.
    package func reissue(writer: Writer) throws -> Int {
        var renamed: [RecordID: RecordID] = [:]
        var count = 0
        for row in try rows("SELECT log, first, chunk FROM parked WHERE fork = 2 ORDER BY log, first") {
            let log = try log(row: try row.read(0))
            let chunk = try Chunk(encoded: try row.readBytes(2))
            let verified = try chunk.verified(network: writer.network)
            for (index, change) in chunk.changes.enumerated() {
                let dot = Dot(log: log.id, sequence: chunk.first + UInt64(index))
                guard let action = try renaming(change.action, &renamed, writer: writer) else { continue }
                let seen = try branchContext(of: dot, chainPrefix: verified.prefixes[index]) ?? VersionVector()
                try append(
                    action, at: log.name.place, opened: try opened(seen, at: log.name.place, writer: writer),
                    author: change.author, time: change.time, isSettlement: change.isSettlement, writer: writer)
                count += 1
            }
        }
        try run("UPDATE parked SET fork = 1 WHERE fork = 2")
        return count
    }

    /// What a change had seen of what is still there, and all that this identity issued before it.
    private func opened(
        _ seen: VersionVector<Int64>, at place: PlaceID, writer: Writer
    ) throws -> OpenedContext {
        var vector = VersionVector<LogID>()
        for dot in seen.dots { vector[try log(row: dot.log).name] = dot.sequence }
        let own = LogID(replica: writer.keys.replica, place: place)
        vector[own] = try log(own)?.held ?? 0
        return OpenedContext(vector: vector)
    }

    private func renaming(
        _ action: Change.Action, _ renamed: inout [RecordID: RecordID], writer: Writer
    ) throws -> Change.Action? {
        switch action {
        case .begin(let record, let form, let writing):
            let name = RecordID(replica: writer.keys.replica, number: try nextRecordNumber())
            renamed[record] = name
            return .begin(name, form, writing)
        case .edit(let record, let writing): return .edit(renamed[record] ?? record, writing)
        case .delete(let record): return .delete(renamed[record] ?? record)
        case .undelete(let record): return .undelete(renamed[record] ?? record)
        case .erase(let record): return .erase(renamed[record] ?? record)
        case .mark: return nil
        case .unknown: return action
        }
    }
}
