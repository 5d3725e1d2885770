import Device
import FieldRecords

extension RowImport: Answer {
    /// So many corrected records are named to a person; a script gets all.
    private static let numbersShown = 5

    var json: JSONValue {
        [
            "rows": [
                "added": JSONValue(added), "updated": JSONValue(updated), "unchanged": JSONValue(unchanged),
                "refused": .array(refused.map { ["row": JSONValue($0.row), "reason": JSONValue($0.reason)] }),
            ],
            "duplicates": ["merged": JSONValue(merged), "left": .array(left.map(\.json))],
            "corrected": .array(corrected.map(\.json)),
            "warnings": .array(warnings.map { JSONValue($0) }),
        ]
    }

    func lines(in language: Language) -> [String] {
        var lines = [
            Phrase(
                zh: "新增 \(added) 条，更新 \(updated) 条，未变 \(unchanged) 条，拒绝 \(refused.count) 行。",
                en: "\(added) added, \(updated) updated, \(unchanged) unchanged, \(refused.count) refused.")
        ]
        if merged > 0 {
            lines.append(
                Phrase(
                    zh: "合并 \(merged) 条：别的设备也导入过这些行。",
                    en: "\(count(merged, "record")) merged: another device had imported these rows too."))
        }
        if !corrected.isEmpty {
            let numbers = corrected.prefix(Self.numbersShown).map(\.number)
            let more = corrected.count > numbers.count ? "…" : ""
            lines.append(
                Phrase(
                    zh: "有人更正过 \(corrected.count) 条，表里这些格没有变，更正保留：\(numbers.joined(separator: "、"))\(more)",
                    en: """
                        \(count(corrected.count, "record")) had been corrected where the file says nothing new; \
                        the corrections stay: \(numbers.joined(separator: ", "))\(more)
                        """))
        }
        lines += (left.map(\.phrase) + warnings).map { Phrase(zh: "注意：\($0.zh)", en: "Note: \($0.en)") }
        return lines.map { $0.text(in: language).onOneLine }
    }
}

extension RowImport.Corrected {
    fileprivate var json: JSONValue {
        ["row": JSONValue(row), "number": .string(number), "fields": .array(fields.map(JSONValue.string))]
    }
}

extension RowImport.Left {
    fileprivate var json: JSONValue {
        [
            "row": JSONValue(row), "kept": .string(kept), "other": .string(other),
            "fields": .array(fields.map(JSONValue.string)),
        ]
    }

    fileprivate var phrase: Phrase {
        Phrase(
            zh: """
                第 \(row) 行：\(other) 与 \(kept) 是同一行，但 \(fields.joined(separator: "、")) 另有内容，所以仍然保留。\
                合并：yilu duplicate merge \(kept) \(other)；确是两条：yilu duplicate dismiss \(kept) \(other)
                """,
            en: """
                line \(row): \(other) is of the same row as \(kept) and stays, since it says something else in \
                \(fields.joined(separator: ", ")). One thing: yilu duplicate merge \(kept) \(other); \
                two things: yilu duplicate dismiss \(kept) \(other)
                """)
    }
}
