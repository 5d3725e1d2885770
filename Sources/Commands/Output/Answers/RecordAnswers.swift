import Device
import FieldRecords

extension FieldValue {
    /// The value on one line of a terminal.
    func shown(in language: Language) -> String {
        switch self {
        case .empty: Phrase(zh: "（空）", en: "(empty)").text(in: language)
        case .text(let text): text.onOneLine
        case .integer(let number): String(number)
        case .decimal(let number): String(number)
        case .list(let codes): codes.joined(separator: " ").onOneLine
        case .file(let file):
            "\(file.mediaType), \(count(Int(clamping: file.bytes), "byte")), \(file.digestText.prefix(12))".onOneLine
        }
    }
}

extension RecordView {
    /// `Deleted`, or into what it was merged.
    fileprivate var deletedPhrase: Phrase {
        let into = mergedInto.joined(separator: " ")
        return into.isEmpty
            ? Phrase(zh: "已删除", en: "deleted") : Phrase(zh: "已并入 \(into)", en: "merged into \(into)")
    }
}

/// A record in `record list`.
struct RecordLine: StreamedRow {
    let record: RecordView

    var json: JSONValue { record.listJSON }

    func lines(in language: Language) -> [String] {
        var marks: [Phrase] = []
        if record.isDeleted { marks.append(record.deletedPhrase) }
        if !record.conflicts.isEmpty { marks.append(Phrase(zh: "有分歧", en: "in conflict")) }
        let state = marks.map { "[\($0.text(in: language))]" }
        let fields = record.fields.filter { $0.value != .empty }.map { "\($0.name)=\($0.value.shown(in: language))" }
        let start = TextWidth.padded(record.number, to: 10) + "  " + TextWidth.padded(record.form, to: 12)
        return [([start] + state + fields).joined(separator: "  ")]
    }
}

/// A record in `record show`.
struct RecordPage: Answer {
    let record: RecordView

    var json: JSONValue { record.pageJSON }

    func lines(in language: Language) -> [String] {
        var lines = ["\(record.number)  \(record.form)  \(record.place)".onOneLine]
        if record.isDeleted { lines.append(record.deletedPhrase.text(in: language).onOneLine) }
        if record.isErased {
            lines.append(Phrase(zh: "个人信息已抹除", en: "Personal values are erased").text(in: language))
        }
        lines += Table(record.fields.map { ["  " + $0.name, $0.value.shown(in: language)] }).lines
        for conflict in record.conflicts {
            lines += conflict.valueLines(in: language)
        }
        return lines
    }
}

extension FieldConflict: StreamedRow {
    func lines(in language: Language) -> [String] {
        ["\(number)  \(form)".onOneLine] + valueLines(in: language)
    }

    fileprivate func valueLines(in language: Language) -> [String] {
        let heading = Phrase(
            zh: "  \(field) 有 \(values.count) 个值：", en: "  \(field) has \(count(values.count, "value")):")
        let table = values.map { value in
            [
                "   ", value.value.shown(in: language), value.by, value.replica, value.time.withoutFraction,
                "--keep \(value.dot)",
            ].map(\.onOneLine)
        }
        return [heading.text(in: language).onOneLine] + Table(table).lines
    }
}

extension HistoryEntry: Row {
    static var header: [Phrase] {
        [
            Phrase(zh: "变更", en: "CHANGE"), Phrase(zh: "时间", en: "TIME"), Phrase(zh: "谁", en: "BY"),
            Phrase(zh: "设备", en: "DEVICE"), Phrase(zh: "做了什么", en: "WHAT"),
        ]
    }

    func cells(in language: Language) -> [String] {
        let names = ["begin": "新建", "edit": "修改", "delete": "删除", "undelete": "恢复", "erase": "抹除"]
        var words = [
            isSettlement
                ? Phrase(zh: "裁定", en: "settle").text(in: language)
                : Phrase(zh: names[kind] ?? kind, en: kind).text(in: language)
        ]
        words += fields.map { "\($0.name)=\($0.value.shown(in: language))" }
        words += erasedFields.map { "\($0)=" + Phrase(zh: "（已抹除）", en: "(erased)").text(in: language) }
        if let void = voidWords {
            words.append(Phrase(zh: "（不算数：\(void.zh)）", en: "(does not count: \(void.en))").text(in: language))
        }
        return [dot, time.withoutFraction, by, replica, words.joined(separator: " ")]
    }
}

extension SavedRecord: Answer {
    var json: JSONValue {
        [
            "number": .string(number), "changed": .bool(isChanged),
            "warnings": .array(warnings.map { JSONValue($0) }),
        ]
    }

    func lines(in language: Language) -> [String] {
        let saved =
            isChanged
            ? Phrase(zh: "已保存 \(number)。", en: "Saved \(number).")
            : Phrase(zh: "\(number) 没有变化。", en: "\(number) is as it was: nothing changed.")
        let warned = warnings.map { Phrase(zh: "注意：\($0.zh)", en: "Note: \($0.en)") }
        return ([saved] + warned).map { $0.text(in: language).onOneLine }
    }
}
