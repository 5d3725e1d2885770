import Causality
import FieldRecords
import Store

/// What others did lately to the records of this place: what a volunteer wants to know first of an exchange.
package struct CameBack: Sendable {
    package enum Deed: String, CaseIterable, Sendable {
        /// An issue that was resolved or declined.
        case closed
        /// Values that disagreed, of which one was chosen.
        case settled
        case begun, changed, deleted
    }

    /// The numbers of the records by what was done to them, the last first; each record stands once, by the deed that
    /// says most.
    package let records: [Deed: [String]]

    package static let days = 7
    fileprivate static let changesMax = 200
}

extension Device {
    /// What devices of other places did to the records of this one in the last days. At a place above others it is
    /// everybody's daily work, and nothing comes back.
    package func cameBack() throws -> CameBack {
        try read { reading, own in
            let since = environment.now() - Int64(CameBack.days) * 86_400_000
            let changes = try reading.changes(
                at: PlaceID(node: own.node), notWrittenAt: own.node, since: since, last: CameBack.changesMax)
            var deeds: [RecordID: CameBack.Deed] = [:]
            var order: [RecordID] = []
            for change in changes {
                guard let record = change.record, let deed = CameBack.deed(of: change) else { continue }
                order.removeAll { $0 == record }
                order.append(record)
                deeds[record] = [deeds[record], deed].compactMap { $0 }.min { $0.weight < $1.weight }
            }
            let naming = try RecordNaming(reading, own)
            var records: [CameBack.Deed: [String]] = [:]
            for record in order.reversed() {
                guard let deed = deeds[record], try reading.record(record) != nil else { continue }
                records[deed, default: []].append(try naming.number(record))
            }
            return CameBack(records: records)
        }
    }
}

extension CameBack {
    fileprivate static func deed(of change: Change) -> Deed? {
        if change.isSettlement { return .settled }
        switch change.action {
        case .begin: return .begun
        case .edit(_, let writing):
            let status = writing.patch["status"]
            return status == .text("resolved") || status == .text("declined") ? .closed : .changed
        case .delete: return .deleted
        case .undelete, .erase: return .changed
        case .mark, .unknown: return nil
        }
    }
}

extension CameBack.Deed {
    /// What says most comes first.
    fileprivate var weight: Int { CameBack.Deed.allCases.firstIndex(of: self) ?? 0 }
}
