import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

/// Personal values on branches that lost their name.
///
/// A branch is kept for those who built upon it, and goes where their changes go. An erasure does not reach it, since the
/// records begun on it go by other names once they are issued anew. So it has its personal values only until then.
extension StoreWriting {
    /// Replaces the personal values of branches by the commitments that prove them, wherever all of a chunk's values
    /// stand in a log as well: of the places where something was received or issued anew.
    ///
    /// Called when all else of the transaction is written.
    func dropPersonalValuesOfBranches() throws {
        for place in placesWithNews.sorted() {
            let branches = try rows(
                """
                SELECT parked.log, first, last, parked.chain FROM parked JOIN log ON log.id = parked.log
                WHERE log.place = ? AND fork = \(Parked.branch.rawValue)
                """, [place])
            for branch in branches { try dropPersonalValues(ofParked: branch) }
        }
    }

    /// - Parameter row: log, first, last and chain of a chunk that is parked.
    private func dropPersonalValues(ofParked row: Row) throws {
        let key = try (0..<4).map { try row.read($0) as Int64 }
        let name = "log = ? AND first = ? AND last = ? AND chain = ?"
        guard let stored = try self.row("SELECT chunk FROM parked WHERE \(name)", StatementArguments(key))
        else { return }
        let chunk = try Chunk(encoded: try stored.readBytes(0))
        guard let erased = chunk.erased(where: { _ in true }), try isInLogs(personalValuesOf: chunk, log: key[0])
        else { return }
        try run(
            "UPDATE parked SET chunk = ? WHERE \(name)", [Data(erased.encoded), key[0], key[1], key[2], key[3]])
        forgetReplaced()
    }

    /// Whether all personal values of a chunk stand in logs at its place too, or were erased there: in the log itself, of
    /// which a branch shares a part, or in those of the successors of its writer, who issue it anew.
    ///
    /// Equal commitments prove it, whatever the records are called there: they come from the value and a random key. The
    /// time, which is kept too, tells where to look.
    private func isInLogs(personalValuesOf chunk: Chunk, log: Int64) throws -> Bool {
        var missing: [HybridTime: Set<[PersonalWriting.Commitment]>] = [:]
        for change in chunk.changes {
            guard case .kept? = change.writing?.personal, let personal = change.writing?.personal else { continue }
            missing[change.time, default: []].insert(personal.commitments)
        }
        for other in try [log] + heirs(of: log) where !missing.isEmpty {
            try heldChunks(of: other) { held in
                let packed = try packed(held)
                for (index, change) in packed.changes.enumerated() {
                    guard var wanted = missing[change.time],
                        let personal = packed.change(at: index).writing?.personal
                    else { continue }
                    wanted.remove(personal.commitments)
                    missing[change.time] = wanted.isEmpty ? nil : wanted
                }
                return !missing.isEmpty
            }
        }
        return missing.isEmpty
    }

    /// Whether a change of an own branch lacks personal values that no erasure took: somebody who dropped them has them
    /// in what was issued anew, and it will come. Issued from what is left, they would be lost here.
    ///
    /// - Parameter name: what its record is called once it is issued anew.
    func lacksPersonalValues(
        _ change: Change, of branch: OwnBranch, about name: RecordID?, placeRow: Int64
    ) throws -> Bool {
        guard case .erased? = change.writing?.personal, let record = change.record, let name else { return false }
        return try !branch.changes.contains { $0.change.action == .erase(record) }
            && !isErasedHere(name, placeRow: placeRow)
            && !awaitsErasure(record, begunOn: branch, placeRow: placeRow)
    }
}
