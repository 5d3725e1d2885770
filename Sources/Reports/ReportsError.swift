package import FieldRecords

/// What this module refuses.
package enum ReportsError: Error, Hashable, Sendable {
    /// A ZIP archive, or a file in it, of 4 GiB or more, or more than 65,535 files.
    case archiveTooLarge
    /// zlib failed; the code is its own.
    case compressorFailed(code: Int)
    /// Positions were asked for of a form that has none.
    case noPositionField(form: String)
    /// A file that is no report of this program.
    case notAReport
    /// A report of another network.
    case otherNetwork
    /// A report on a place that is not the one reported on here.
    case otherPlace(name: String)
}

extension ReportsError {
    package var what: Phrase {
        switch self {
        case .archiveTooLarge:
            Phrase(
                zh: "内容超过一个压缩文件的上限（4 GiB 或 65,535 个文件）", en: "it is more than one archive holds: 4 GiB, or 65,535 files"
            )
        case .compressorFailed(let code): Phrase(zh: "压缩失败（\(code)）", en: "compressing failed (\(code))")
        case .noPositionField(let form): Phrase(zh: "表单 \(form) 没有位置字段", en: "the form \(form) has no position")
        case .notAReport: Phrase(zh: "这不是驿录的 JSON 报告", en: "this is no report of yilu in JSON")
        case .otherNetwork: Phrase(zh: "这份报告属于另一个网络", en: "the report belongs to another network")
        case .otherPlace(let name): Phrase(zh: "这份报告说的是 \(name)", en: "the report is on \(name)")
        }
    }

    package var advice: Phrase {
        switch self {
        case .archiveTooLarge:
            Phrase(zh: "请改用 csv 或 jsonl，或用 --place 分开导出。", en: "Export csv or jsonl, or place by place with --place.")
        case .compressorFailed: Phrase(zh: "请再试一次。", en: "Try again.")
        case .noPositionField: Phrase(zh: "请改用 csv、xlsx 或 jsonl。", en: "Export csv, xlsx or jsonl.")
        case .notAReport, .otherNetwork:
            Phrase(
                zh: "请在另一台设备上运行 yilu report --format json。", en: "On the other device run yilu report --format json.")
        case .otherPlace: Phrase(zh: "请用 --place 报告同一个地点。", en: "Report on the same place with --place.")
        }
    }
}
