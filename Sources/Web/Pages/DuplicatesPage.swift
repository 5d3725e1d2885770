import Device
import FieldRecords
import Hummingbird

/// Records that may be about one thing, side by side: a person says which one to keep, or that they are two.
struct DuplicatesPage: Sendable {
    struct Row: Sendable {
        let label: String
        let one: String
        let other: String
        let isDifferent: Bool
    }

    struct Pair: Sendable {
        let form: String
        let one: String
        let other: String
        /// What is before the reader's eyes of each, which comes back with what they decide.
        let oneSeen: String
        let otherSeen: String
        let reasons: [String]
        let rows: [Row]
    }

    let pairs: [Pair]
    /// How many more there are; nil for none.
    let more: Int?
    /// A record that was just merged into another, to take that back.
    let undo: String?

    private static let pairsMax = 10

    init(_ list: DuplicateList, forms: [Form], undo: String?, language: Language) {
        let known = Dictionary(forms.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        pairs = list.pairs.prefix(DuplicatesPage.pairsMax).map { pair in
            let form = known[pair.one.form]
            return Pair(
                form: form?.title.text(in: language) ?? pair.one.form, one: pair.one.number, other: pair.other.number,
                oneSeen: pair.oneSeen.token, otherSeen: pair.otherSeen.token,
                reasons: pair.reasons.map { $0.text(in: language) },
                rows: DuplicatesPage.rows(pair, form: form, language: language))
        }
        more = list.count > pairs.count ? list.count - pairs.count : nil
        self.undo = undo
    }

    private static func rows(_ pair: LikelyDuplicate, form: Form?, language: Language) -> [Row] {
        let names = (form?.fields.filter(\.type.holdsValue).map(\.name) ?? []).filter { name in
            [pair.one, pair.other].contains { $0.fields.contains { $0.name == name && $0.value != .empty } }
        }
        return names.map { name in
            func shown(_ record: RecordView) -> ShownValue {
                let value = record.fields.first { $0.name == name }?.value ?? .empty
                return ShownValue(name, value, form: form, language: language)
            }
            let (one, other) = (shown(pair.one), shown(pair.other))
            return Row(
                label: one.label, one: one.text, other: other.text, isDifferent: pair.differing.contains(name))
        }
    }
}

extension WebFace {
    func addDuplicates(to router: Router<Visit>) {
        router.get("/duplicates") { request, visit in
            let (list, forms) = try await ask {
                (try $0.likelyDuplicates(form: nil, limit: 10, showPersonal: false), try $0.forms())
            }
            let content = DuplicatesPage(list, forms: forms, undo: request.asked("undo"), language: visit.language)
            return try await page(
                "duplicates", content, title: Phrase(zh: "可能重复的记录", en: "Likely duplicates"), room: .list, request,
                visit)
        }
        router.post("/duplicates/merge") { _, visit in
            let form = visit.form
            let merged = try await ask { device in
                func seen(_ name: String) throws -> SeenRecord {
                    try device.seenRecord(number: form[name] ?? "", token: form["\(name)-seen"] ?? "")
                }
                return try device.mergeRecords(keep: seen("keep"), other: seen("other"), by: visit.writer)
            }
            return redirect(to: "/duplicates?done=merged&undo=\(merged.other.inPath)")
        }
        router.post("/duplicates/undo") { _, visit in
            let (number, author) = (visit.form["number"] ?? "", visit.writer)
            _ = try await ask { try $0.undoMerge(number: number, by: author) }
            return redirect(to: "/record/\(number.inPath)?done=restored")
        }
        router.post("/duplicates/dismiss") { _, visit in
            let (one, other, author) = (visit.form["one"] ?? "", visit.form["other"] ?? "", visit.writer)
            _ = try await ask { try $0.dismissDuplicate(one, other, by: author) }
            return redirect(to: "/duplicates?done=dismissed")
        }
    }
}
