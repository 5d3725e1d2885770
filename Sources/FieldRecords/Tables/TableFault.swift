/// Why a file of rows cannot be read, and where.
package struct TableFault: Hashable, Sendable {
    package enum Problem: Hashable, Sendable {
        /// There is no header row.
        case empty
        /// A NUL or another byte that no text has.
        case binary
        /// Neither UTF-8, UTF-16 with its mark, nor GB18030.
        case unknownEncoding
        /// A quoted cell that is still open at the end of the file.
        case unclosedQuote
        /// Text after the closing quote of a cell.
        case textAfterQuote
        /// A row with more cells than the header has.
        case tooManyCells(found: Int, expected: Int)
        /// A row with fewer cells than the header has.
        case tooFewCells(found: Int, expected: Int)
        /// A column of the header that has the name of another.
        case duplicateColumn(String)
        /// A line of JSON Lines that is no JSON.
        case json(JSONFault)
        /// A line of JSON Lines that is JSON, but no object.
        case notAnObject
        /// More than the limit of that name.
        case tooLong(limit: String, max: Int)
    }

    package let problem: Problem
    /// The row as a spreadsheet counts: the header is row 1. For JSON Lines the line, counted from 1.
    package let row: Int
    /// The line of the file at which the row begins, counted from 1; differs from `row` after a quoted line break.
    package let line: Int

    package init(_ problem: Problem, row: Int, line: Int) {
        self.problem = problem
        self.row = row
        self.line = line
    }

    package var what: Phrase {
        let place =
            row == line
            ? Phrase(zh: "第 \(row) 行", en: "row \(row)")
            : Phrase(zh: "第 \(row) 行（文件第 \(line) 行起）", en: "row \(row) (line \(line) of the file)")
        return Phrase(zh: "\(place.zh)：\(reason.zh)", en: "\(place.en): \(reason.en)")
    }

    /// Without the place, for whoever has told it already.
    package var reason: Phrase { problem.sentence }

    package var advice: Phrase {
        switch problem {
        case .binary, .unknownEncoding:
            Phrase(
                zh: "请在表格软件中另存为“CSV UTF-8”后重试。",
                en: "Save it as CSV UTF-8 in the spreadsheet program and try again.")
        default: Phrase(zh: "请改正这一行后重试。", en: "Correct this row and try again.")
        }
    }
}

extension TableFault.Problem {
    fileprivate var sentence: Phrase {
        switch self {
        case .empty: Phrase(zh: "文件是空的，没有表头", en: "the file is empty, it has no header")
        case .binary: Phrase(zh: "含有二进制内容，不是文本文件", en: "binary content, this is no text file")
        case .unknownEncoding:
            Phrase(zh: "不是 UTF-8、UTF-16 或 GB18030 编码", en: "neither UTF-8, UTF-16 nor GB18030")
        case .unclosedQuote: Phrase(zh: "引号没有闭合", en: "a quote is never closed")
        case .textAfterQuote: Phrase(zh: "引号闭合后还有文字", en: "text follows a closing quote")
        case .tooManyCells(let found, let expected):
            Phrase(zh: "有 \(found) 格，表头只有 \(expected) 格", en: "\(found) cells where the header has \(expected)")
        case .tooFewCells(let found, let expected):
            Phrase(zh: "只有 \(found) 格，表头有 \(expected) 格", en: "\(found) cells where the header has \(expected)")
        case .duplicateColumn(let name):
            Phrase(zh: "列名“\(name)”重复", en: "two columns are called “\(name)”")
        case .json(let fault): fault.what
        case .notAnObject: Phrase(zh: "这一行不是 JSON 对象", en: "this line is not a JSON object")
        case .tooLong(let limit, let max):
            Phrase(zh: "超出上限 \(limit)（\(max)）", en: "more than \(limit) allows (\(max))")
        }
    }
}
