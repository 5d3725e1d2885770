import Device
import FieldRecords

extension CheckView: Answer {
    var json: JSONValue {
        [
            "ok": .bool(isOK), "problems": .array(problems.map { JSONValue($0.what) }),
            "warnings": .array(warnings.map { JSONValue($0) }), "changes": JSONValue(changesChecked ?? 0),
        ]
    }

    func lines(in language: Language) -> [String] {
        let warned = warnings.map { Phrase(zh: "注意：\($0.zh)", en: "Note: \($0.en)") }
        return (warned + [verdict] + problems.map(\.what)).map { $0.text(in: language).onOneLine }
    }

    private var verdict: Phrase {
        guard isOK else {
            return Phrase(zh: "发现 \(problems.count) 处问题：", en: "Found \(count(problems.count, "problem")):")
        }
        guard let changesChecked else {
            return Phrase(
                zh: "文件完好。要核对其中的变更：yilu check --deep",
                en: "The file is sound. To check the changes in it: yilu check --deep")
        }
        return Phrase(
            zh: "一切正常：检查了 \(changesChecked) 次变更。", en: "All is well: \(count(changesChecked, "change")) checked.")
    }
}
