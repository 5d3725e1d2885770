import Device
import FieldRecords

/// What happened to a record, in sentences: "14 Nov 09:12, 李 at 037 changed status to resolved".
enum HistoryWords {
    static func sentence(_ entry: HistoryEntry, form: Form?) -> Phrase {
        let what = deed(entry, form: form)
        let who =
            entry.by.isEmpty
            ? Phrase(zh: "\(entry.replica) ", en: entry.replica)
            : Phrase(zh: "\(entry.replica) 的\(entry.by)", en: "\(entry.by) at \(entry.replica)")
        let void = entry.voidWords.map { Phrase(zh: "（不算数：\($0.zh)）", en: " (does not count: \($0.en))") } ?? Phrase("")
        return Phrase(
            zh: "\(short(entry.time))，\(who.zh)\(what.zh)\(void.zh)",
            en: "\(short(entry.time)), \(who.en) \(what.en)\(void.en)")
    }

    /// `2023-11-14 09:12`
    static func short(_ time: String) -> String { String(time.prefix(16)).replacing("T", with: " ") }

    private static func deed(_ entry: HistoryEntry, form: Form?) -> Phrase {
        let inOrder = entry.fields.sorted {
            (form?.position(of: $0.name) ?? .max, $0.name) < (form?.position(of: $1.name) ?? .max, $1.name)
        }
        let fields = inOrder.map { name, value in
            let (zh, en) = (
                ShownValue(name, value, form: form, language: .zh), ShownValue(name, value, form: form, language: .en)
            )
            return Phrase(
                zh: "\(zh.label)“\(zh.isEmpty ? "空" : zh.brief)”",
                en: "\(en.label) “\(en.isEmpty ? "empty" : en.brief)”")
        }
        let all = Phrase(zh: fields.map(\.zh).joined(separator: "、"), en: fields.map(\.en).joined(separator: ", "))
        switch entry.kind {
        case "begin": return Phrase(zh: "新建：\(all.zh)", en: "began it: \(all.en)")
        case "delete": return Phrase(zh: "删除", en: "deleted it")
        case "undelete": return Phrase(zh: "恢复", en: "brought it back")
        case "erase": return Phrase(zh: "抹除了个人信息", en: "erased its personal values")
        default:
            return entry.isSettlement
                ? Phrase(zh: "裁定：\(all.zh)", en: "settled it: \(all.en)")
                : Phrase(zh: "改为：\(all.zh)", en: "changed it: \(all.en)")
        }
    }
}
