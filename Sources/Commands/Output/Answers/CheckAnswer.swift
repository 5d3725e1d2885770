import Device
import FieldRecords

extension CheckView: Answer {
    var json: JSONValue {
        [
            "ok": .bool(isOK), "problems": .array(problems.map { JSONValue($0) }),
            "warnings": .array(warnings.map { JSONValue($0) }), "changes": JSONValue(changesChecked),
        ]
    }

    func lines(in language: Language) -> [String] {
        let warned = warnings.map { Phrase(zh: "注意：\($0.zh)", en: "Note: \($0.en)") }
        let verdict =
            isOK
            ? Phrase(
                zh: "一切正常：检查了 \(changesChecked) 次变更。", en: "All is well: \(count(changesChecked, "change")) checked.")
            : Phrase(zh: "发现 \(problems.count) 处问题：", en: "Found \(count(problems.count, "problem")):")
        return (warned + [verdict] + problems).map { $0.text(in: language).onOneLine }
    }
}
