import FieldRecords

extension LogRow {
    /// Whether a change counts for nothing: it lies beyond the log's cut, or its device was never let in.
    ///
    /// Beyond a cut an erasure counts all the same: who has applied it cannot take it back, and all must agree.
    func cuts(_ kind: ChangeKind, at sequence: UInt64) -> Bool {
        guard standing.wasAdmitted else { return true }
        guard let cut, sequence > cut else { return false }
        return kind != .erase
    }

    /// Why such a change counts for nothing, as the table of such changes says it.
    var reasonOfCut: String { standing == .waiting ? "not enrolled" : StoreReading.isBeyondCut }
}
