import Bundles
import Causality
import FieldRecords
import GRDB

/// What can be told of changes before they are applied.
extension StoreReading {
    /// Whether a change that names a record may mean one of a branch that lost its name.
    func mayMeanAnother(than name: RecordID, placeRow: Int64) throws -> Bool {
        try lostBranches(placeRow: placeRow).contains { $0.began(name) }
    }

    /// Whether all that the changes of a log which are not applied name as seen is applied here.
    ///
    /// Then every branch that they can speak of is known. Of others nobody can tell yet which record they mean.
    ///
    /// - Parameter more: what changes name that are still to be added to the log.
    func isPastKnown(of log: LogRow, with more: [[SeenDot]] = []) throws -> Bool {
        var isKnown = try areApplied(more, place: log.name.place)
        try heldChunks(of: log.id, from: log.applied + 1) { chunk in
            isKnown = try isKnown && areApplied(packed(chunk).frontiers, place: log.name.place)
            return isKnown
        }
        return isKnown
    }

    private func areApplied(_ frontiers: [[SeenDot]], place: PlaceID) throws -> Bool {
        try frontiers.joined().allSatisfy { seen in
            guard let row = try logNumber(LogID(replica: seen.replica, place: place)) else { return false }
            let prefix = try chainPrefix(at: Dot(log: row, sequence: seen.sequence))
            return try logRow(row).applied >= seen.sequence && prefix == seen.chainPrefix
        }
    }
}
