import ArgumentParser
import Device
import FieldRecords
import Foundation
import Reports

/// `yilu report`: the season's figures, and the records behind each.
struct Report: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "report", zh: "一个时期的报告：每个数字都查得到记录", en: "The figures of a period, with the records behind them")
    }

    @OptionGroup var period: PeriodOptions

    @Option(
        help: ArgumentHelp(
            zh: "text、html、csv 或 json（默认：看 --out 的扩展名，否则 text）",
            en: "text, html, csv or json (default: by the ending of --out, else text)", valueName: "format"))
    var format: ReportFormat?

    @Option(
        help: ArgumentHelp(
            zh: "与另一台设备的报告（JSON）逐条核对", en: "Tell where another device's report (JSON) differs, and why",
            valueName: "file"))
    var compare: String?

    @Option(help: ArgumentHelp(zh: "写到这个文件", en: "Write to this file", valueName: "file"))
    var out: String?

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let request = try period.request
        let format = try chosenFormat()
        let other = try compare.map { try comparable($0, format) }
        let file = try out.map { try OutputFile(path: $0, sparing: global.deviceOptions().home) }
        let bytes = try document(of: request, as: format, comparedWith: other, language: console.language)
        guard let file, let out else { return try console.write(bytes: bytes) }
        try file.write(bytes)
        try file.finish()
        try console.show(
            Said(
                ["file": .string(out), "format": .string(format.rawValue), "bytes": JSONValue(bytes.count)],
                Phrase(zh: "报告在 \(out)。", en: "The report is in \(out).")))
    }

    /// How the report is written. Where it goes to standard output, `--json` says so too.
    private func chosenFormat() throws -> ReportFormat {
        let chosen = try ReportFormat.chosen(format, out: out)
        guard global.json, out == nil else { return chosen ?? .text }
        guard let chosen, chosen != .json else { return .json }
        throw UsageFault(
            Phrase(zh: "--json 与 --format \(chosen.rawValue) 矛盾", en: "--json contradicts --format \(chosen.rawValue)"))
    }

    /// The other device's report, read before anything is written.
    private func comparable(_ path: String, _ format: ReportFormat) throws -> OtherReport {
        guard period.from == nil, period.to == nil else {
            throw UsageFault(Phrase(zh: "--compare 用的是那份报告的期间", en: "with --compare the period is the other report's"))
        }
        guard format == .text || format == .json else {
            throw UsageFault(Phrase(zh: "--compare 只能是 text 或 json", en: "--compare answers as text or json"))
        }
        let bytes = try InputFile.bytes(path, bytesMax: OtherReport.bytesMax)
        do { return try OtherReport(json: bytes) } catch { throw DeviceError(wording: error) }
    }

    private func document(
        of request: ReportRequest, as format: ReportFormat, comparedWith other: OtherReport?, language: Language
    ) throws -> [UInt8] {
        let device = try global.device()
        if let other {
            let (report, comparison) = try device.compare(with: other, place: request.place)
            let answer = ComparisonText(report: report, comparison: comparison)
            return format == .json ? Report.bytes(answer.json) : Report.bytes(answer.lines(in: language))
        }
        let report = try device.report(request, withRecords: [.html, .json].contains(format))
        return switch format {
        case .text: Report.bytes(ReportText(report: report).lines(in: language))
        case .csv: report.csv(in: language)
        case .html: report.page(in: language)
        case .json: Report.bytes(report.json)
        }
    }

    private static func bytes(_ lines: [String]) -> [UInt8] {
        Array((lines.flatMap(TextWidth.fitted).joined(separator: "\n") + "\n").utf8)
    }

    private static func bytes(_ json: JSONValue) -> [UInt8] { Array((json.pretty + "\n").utf8) }
}

enum ReportFormat: String, ExpressibleByArgument, FileFormat {
    case text
    case html
    case csv
    case json

    static let endings: [String: [ReportFormat]] = [
        "txt": [.text], "html": [.html], "htm": [.html], "csv": [.csv], "json": [.json],
    ]
}

/// Which days and which place.
struct PeriodOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            zh: "第一天，如 2023-11-08（默认：本季的第一天）", en: "The first day, such as 2023-11-08 (default: the season's first)",
            valueName: "day"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            zh: "最后一天，也算在内（默认：今天）", en: "The last day, which counts too (default: today)", valueName: "day"))
    var to: String?

    @Option(help: ArgumentHelp(zh: "只报告这个地点及其下属（默认：本机的全部）", en: "Only this place and those below it (default: all)"))
    var place: String?
}

extension PeriodOptions {
    /// - Throws: ``UsageFault`` for what is no day, and for a period that ends before it begins.
    var request: ReportRequest {
        get throws {
            let (first, last) = (try day(from, "--from"), try day(to, "--to"))
            if let first, let last, last < first {
                throw UsageFault(Phrase(zh: "--to 早于 --from", en: "--to comes before --from"))
            }
            return ReportRequest(from: first, to: last, place: place)
        }
    }

    private func day(_ text: String?, _ option: String) throws -> CivilDate? {
        guard let text else { return nil }
        guard let day = CivilDate(text) else {
            throw UsageFault(
                Phrase(zh: "\(option) 要写成 2023-11-08 这样的日期", en: "\(option) takes a day such as 2023-11-08"))
        }
        return day
    }
}
