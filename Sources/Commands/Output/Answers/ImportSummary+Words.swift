import Device
import FieldRecords

extension ImportSummary {
    /// The keys that one file and a whole import share.
    ///
    /// - Parameter missing: of all these summaries; ranges are not counted but joined.
    static func members(of summaries: [ImportSummary], missing: [MissingRange]) -> [JSONMember] {
        func total(_ count: KeyPath<ImportSummary, Int>) -> JSONValue {
            JSONValue(summaries.reduce(0) { $0 + $1[keyPath: count] })
        }
        return [
            JSONMember(
                "changes",
                [
                    "applied": total(\.changes.applied), "already": total(\.changes.already),
                    "parked": total(\.changes.parked), "refused": total(\.changes.refused),
                ]),
            JSONMember(
                "records",
                ["new": total(\.records.new), "edited": total(\.records.edited), "deleted": total(\.records.deleted)]),
            JSONMember("conflicts", total(\.conflicts)), JSONMember("photos", total(\.photos)),
            JSONMember("missing", .array(missing.map(\.json))),
        ]
    }

    /// What this file's exit code would be, alone.
    var kind: FailureKind? {
        var kinds = problems.map(\.kind)
        if changes.parked > 0 { kinds.append(.tryAgain) }
        return kinds.max { $0.severity < $1.severity }
    }

    var phrases: [Phrase] {
        var phrases: [Phrase] = []
        if let receivedBefore, kind == nil {
            phrases.append(
                Phrase(
                    zh: "\(receivedBefore) 已经收过，没有变化。", en: "Already received on \(receivedBefore): nothing changed."))
        } else {
            phrases.append(received)
        }
        if conflicts > 0 { phrases.append(.conflicts(conflicts)) }
        phrases += missing.map(\.phrase)
        return phrases + remarks
    }

    private var received: Phrase {
        guard let items else {
            return changes.applied > 0
                ? Phrase(zh: "收到 \(changes.applied) 次变更。", en: "Received \(count(changes.applied, "change")).")
                : Phrase(zh: "没有新内容。", en: "Nothing new.")
        }
        return Phrase(zh: "收到：\(items.zh)。", en: "Received \(items.en).")
    }

    /// `3 new records, 1 edit`; nil where nothing came that people count.
    var items: Phrase? {
        var items = records.items(photos: photos)
        if changes.parked > 0 {
            items.append(
                Phrase(
                    zh: "\(changes.parked) 次变更要等前面的到了才能用",
                    en: "\(count(changes.parked, "change")) waiting for what comes before"))
        }
        if unparked > 0 {
            items.append(
                Phrase(
                    zh: "\(unparked) 次变更等到了后面文件里的内容",
                    en: "\(count(unparked, "change")) that waited for a later file"))
        }
        return items.isEmpty ? nil : items.joined(zh: "，", en: ", ")
    }
}
