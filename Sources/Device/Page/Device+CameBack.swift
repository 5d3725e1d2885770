import Causality
import FieldRecords
import Store

/// What others did lately to the records of this place: what a volunteer wants to know first of an exchange.
package struct CameBack: Sendable {
    package enum Deed: String, CaseIterable, Sendable {
        /// An issue that was resolved or declined, and is.
        case closed
        /// Values that disagreed, of which one was chosen.
        case settled
        case begun, changed
        /// A record that is gone.
        case deleted
    }

    /// The numbers of the records by what was done to them, the last first; each record stands once, by the deed that
    /// says most.
    package let records: [Deed: [String]]
    /// Whether so much was done that the records are those of the last changes, and there may be more.
    package let isCut: Bool

    package static let days = 7
    /// Of one log.
    package static let changesMax = 1_000
}

extension Device {
    /// What devices of other places did to the records of this one in the last days. At a place above others it is
    /// everybody's daily work, and nothing comes back.
    package func cameBack() throws -> CameBack {
        try read { reading, own in
            let since = environment.now() - Int64(CameBack.days) * 86_400_000
            let (changes, isCut) = try reading.changes(
                at: PlaceID(node: own.node), notWrittenAt: own.node, since: since, last: CameBack.changesMax)
            var deeds: [RecordID: Set<CameBack.Deed>] = [:]
            var last: [RecordID: Int] = [:]
            for (place, change) in changes.enumerated() {
                guard let record = change.record, let deed = CameBack.deed(of: change) else { continue }
                deeds[record, default: []].insert(deed)
                last[record] = place
            }
            let naming = try RecordNaming(reading, own)
            var records: [CameBack.Deed: [String]] = [:]
            for (record, _) in last.sorted(by: { $1.value < $0.value }) {
                guard let stored = try reading.record(record),
                    let deed = CameBack.telling(deeds[record] ?? [], of: stored)
                else { continue }
                records[deed, default: []].append(try naming.number(record))
            }
            return CameBack(records: records, isCut: isCut)
        }
    }
}

extension CameBack {
    fileprivate static func deed(of change: Change) -> Deed? {
        if change.isSettlement { return .settled }
        switch change.action {
        case .begin: return .begun
        case .edit(_, let writing): return isClosed(writing.patch["status"]) ? .closed : .changed
        case .delete: return .deleted
        case .undelete, .erase: return .changed
        case .mark, .unknown: return nil
        }
    }

    private static func isClosed(_ status: FieldValue?) -> Bool {
        status == .text("resolved") || status == .text("declined")
    }

    /// The one of some deeds that says most of a record as it stands: what was taken back since is a change like others.
    fileprivate static func telling(_ deeds: Set<Deed>, of record: StoredRecord) -> Deed? {
        if record.isDeleted, deeds.contains(.deleted) { return .deleted }
        var deeds = deeds
        if deeds.remove(.deleted) != nil { deeds.insert(.changed) }
        if record.form.name != "issue" || !isClosed(record.fields["status"]), deeds.remove(.closed) != nil {
            deeds.insert(.changed)
        }
        return Deed.allCases.first { deeds.contains($0) }
    }
}
