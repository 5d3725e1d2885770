/// Why a form cannot be read, and where.
package struct FormFault: Hashable, Sendable {
    /// `survey`, `choices` or `settings`; empty where the fault is the whole file's.
    package let sheet: String
    /// The row as the spreadsheet counts, from 1; nil where it is the whole sheet's.
    package let row: Int?
    /// The header of the column; nil where it is the whole row's.
    package let column: String?
    /// What is wrong, without the place.
    package let problem: Phrase
    package let advice: Phrase

    package init(sheet: String, row: Int? = nil, column: String? = nil, _ problem: Phrase, advice: Phrase? = nil) {
        self.sheet = sheet
        self.row = row
        self.column = column
        self.problem = problem
        self.advice = advice ?? Phrase(zh: "请改正表单文件后重试。", en: "Correct the form and try again.")
    }

    /// What is wrong, with the place.
    package var what: Phrase {
        var zh = sheet.isEmpty ? "表单" : "工作表 \(sheet)"
        var en = sheet.isEmpty ? "form" : "sheet \(sheet)"
        if let row {
            zh += " 第 \(row) 行"
            en += ", row \(row)"
        }
        if let column {
            zh += " \(column) 列"
            en += ", column \(column)"
        }
        return Phrase(zh: "\(zh)：\(problem.zh)", en: "\(en): \(problem.en)")
    }
}
