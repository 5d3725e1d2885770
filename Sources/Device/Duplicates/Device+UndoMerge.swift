import Causality
import FieldRecords
import Store

extension Device {
    /// Takes a merge back: the record that was deleted stands again, and what the kept one took from it goes.
    ///
    /// A field of the kept record that somebody changed since is left as it is.
    ///
    /// - Parameter number: the record that was merged into another.
    package func undoMerge(number: String, by author: String?) throws -> UndoneMerge {
        try change(number, by: author) { saving, other in
            let session = saving.session
            let merges = try session.pairVerdicts().filter {
                $0.verdict.kind == .merged && $0.verdict.other == other.name
            }
            guard let stored = merges.last, try other.isDeleted || other.hasDisputedDeletion(session)
            else {
                throw DeviceError(
                    .badData, what: Phrase(zh: "\(number) 没有并入别的记录", en: "\(number) was not merged into another"),
                    advice: Phrase(
                        zh: "写被并入的那一条的编号：yilu record list --all。",
                        en: "Name the record that went away: yilu record list --all."))
            }
            guard let kept = try session.record(stored.verdict.one) else {
                throw DeviceError(
                    .notPermitted, what: Phrase(zh: "保留的那条记录不在这台设备上", en: "the record that was kept is not here"),
                    advice: Phrase(zh: "请在区里或街镇的设备上恢复。", en: "Undo it at the town's or the district's device."))
            }
            var (restored, left): ([Patch.Entry], [String]) = ([], [])
            // A deleted record is not touched: an edit would bring it back.
            for taken in kept.isDeleted ? [] : stored.verdict.taken {
                let isAsTaken = kept.fields[taken.field] ?? .empty == other.fields[taken.field] ?? .empty
                if isAsTaken, !kept.conflicts.contains(taken.field),
                    let before = try Device.value(before: taken, of: kept, in: session)
                {
                    restored.append(Patch.Entry(name: taken.field, value: before))
                } else {
                    left.append(taken.field)
                }
            }
            let form = try Device.form(named: kept.form.name, in: session)
            if !restored.isEmpty {
                try saving.append(.edit(kept.name, saving.writing(restored, form: form)), at: kept.place)
            }
            try saving.append(.undelete(other.name), at: other.place)
            // Two devices that merged the same two apart have both written it down.
            for merge in merges where merge.verdict.one == stored.verdict.one {
                try saving.append(.delete(merge.record.name), at: merge.record.place)
            }
            return UndoneMerge(
                kept: try Device.number(of: kept.name, in: session), other: number,
                restored: restored.map(\.name), left: left)
        }
    }

    /// What a field held before it was taken from another record; nil where that is erased, or not here any more.
    private static func value(
        before taken: PairVerdict.Taken, of kept: StoredRecord, in reading: StoreReading
    ) throws -> FieldValue? {
        guard let before = taken.before else { return .empty }
        let change = try reading.changes(ofRecord: kept.row).first {
            $0.dot.log.replica == before.log && $0.dot.sequence == before.sequence
        }
        return change?.change.writing?[taken.field]
    }
}
