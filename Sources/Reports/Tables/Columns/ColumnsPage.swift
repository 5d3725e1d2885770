package import FieldRecords
package import Store

/// The README of an export of everything: which files there are, and what each column is.
package struct ColumnsPage {
    package let scope: ReportScope
    package let coverage: Coverage
    package let format: TableFormat
    package let showsPersonal: Bool

    package init(scope: ReportScope, coverage: Coverage, format: TableFormat, showsPersonal: Bool) {
        self.scope = scope
        self.coverage = coverage
        self.format = format
        self.showsPersonal = showsPersonal
    }

    /// Markdown.
    ///
    /// - Parameter files: the name of each form's file, and how many records it holds.
    package func markdown(_ files: [(form: FormHistory, file: String, records: Int)], in language: Language) -> String {
        var lines = ["# " + heading.text(in: language), ""]
        lines += remarks.map { "- " + $0.text(in: language) }
        for (form, file, records) in files {
            let title = form.newest.title.text(in: language)
            let count = Phrase(zh: "\(records) 条记录", en: "\(records) record\(records == 1 ? "" : "s")")
            lines += ["", "## \(file): \(title)", "", count.text(in: language), ""]
            lines += [
                Phrase(zh: "| 列 | 名称 | 说明 |", en: "| column | label | what it is |").text(in: language),
                "|---|---|---|",
            ]
            lines += TableColumn.all(of: form).map { column in
                let cells = [column.name, column.title.text(in: language), column.remark.text(in: language)]
                return "| " + cells.map(ColumnsPage.cell).joined(separator: " | ") + " |"
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var heading: Phrase {
        Phrase(zh: "\(scope.place.name)的记录", en: "The records of \(scope.place.name)")
    }

    private var remarks: [Phrase] {
        let personal =
            showsPersonal
            ? Phrase(zh: "个人信息没有遮盖：请妥善保管。", en: "Personal values are shown: keep this safe.")
            : Phrase(zh: "个人信息已遮盖。", en: "Personal values are masked.")
        let format = Phrase(
            zh: "格式：\(format.rawValue)。CSV 里以 =、+、-、@ 等开头的文字前面加了一个 '，免得表格软件当公式运行；JSON Lines 保留原样。",
            en:
                "Format: \(format.rawValue). In CSV a text that begins with =, +, -, @ and the like has ' before it, so that "
                + "no spreadsheet program runs it; JSON Lines keeps every text as it is.")
        return [
            Phrase(
                zh: "由设备 \(scope.device) 于 \(scope.now) 导出。", en: "Exported by device \(scope.device) on \(scope.now)."),
            Phrase(zh: "\(coverage.sentence.zh)。", en: "Coverage: \(coverage.sentence.en)."), personal, format,
            Phrase(zh: "已删除的记录不在其中。", en: "Deleted records are left out."),
        ]
    }

    private static func cell(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("|", with: "\\|").replacing("\n", with: " ")
    }
}
