import ArgumentParser
import Device
import FieldRecords
import Reports
import Store

/// `yilu coverage`: who was heard from, who is silent, and what exactly is missing.
struct CoverageCommand: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "coverage", zh: "哪些驿站有消息，哪些没有，缺的是什么", en: "Who was heard from, who is silent, what is missing")
    }

    @Option(help: ArgumentHelp(zh: "截至这一天（默认：今天）", en: "As of this day (default: today)", valueName: "day"))
    var to: String?

    @Option(help: ArgumentHelp(zh: "只看这个地点及其下属", en: "Only this place and those below it"))
    var place: String?

    @Flag(help: ArgumentHelp(zh: "显示其他地点的负责人和电话", en: "Show whom to call at other places too"))
    var personal = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        var options = PeriodOptions()
        (options.from, options.to, options.place) = (nil, to, place)
        try console.show(CoverageAnswer(coverage: global.device().coverage(options.request, showPersonal: personal)))
    }
}

struct CoverageAnswer: Answer {
    let coverage: Coverage

    var json: JSONValue { coverage.json }

    func lines(in language: Language) -> [String] {
        var lines = [coverage.sentence.text(in: language).onOneLine]
        lines += section(Phrase(zh: "没有消息，请联系：", en: "Silent, to call:"), coverage.silent, language)
        lines += section(Phrase(zh: "有消息，但还缺：", en: "Heard from, and yet missing:"), coverage.incomplete, language)
        let offsets = coverage.clockOffsets.filter { $0.milliseconds.magnitude >= 60_000 }
        if !offsets.isEmpty {
            lines += ["", Phrase(zh: "时钟不准的设备：", en: "Clocks that are wrong:").text(in: language)]
            lines += offsets.map {
                "  \($0.replica)  \(ClockOffset.phrase($0.milliseconds).text(in: language))".onOneLine
            }
        }
        return lines
    }

    private func section(_ heading: Phrase, _ stations: [StationStanding], _ language: Language) -> [String] {
        guard !stations.isEmpty else { return [] }
        let rows = stations.map { station in
            [
                "  " + station.code, station.name, station.town,
                station.isSilent ? station.span.text(in: language) : "",
                [station.contact?.lead, station.contact?.phone].compactMap(\.self).joined(separator: " "),
                station.lacks.map { $0.text(in: language) }.joined(separator: language == .zh ? "；" : "; "),
            ].map(\.onOneLine)
        }
        return ["", heading.text(in: language)] + Table(rows).lines
    }
}

extension StationStanding {
    /// What exactly is missing, one phrase a log.
    fileprivate var lacks: [Phrase] {
        var lacks = word.missing.map { missing in
            let by = missing.receipt.map { phrase($0, ofOther: $0.replica != missing.log) }
            let zh = "\(missing.log) 缺 \(missing.from)–\(missing.through)"
            let en = "\(missing.log): \(missing.from) to \(missing.through) missing"
            return by.map { Phrase(zh: "\(zh)（\($0.zh)）", en: "\(en) (\($0.en))") } ?? Phrase(zh: zh, en: en)
        }
        if word.photosMissing > 0 {
            lacks.append(
                Phrase(zh: "\(word.photosMissing) 张照片未到", en: "\(count(word.photosMissing, "photo")) still there"))
        }
        lacks += word.waiting.map { Phrase(zh: "设备 \($0) 等待登记", en: "device \($0) waits to be enrolled") }
        return lacks
    }

    /// How it is known that something exists: `by its receipt of 2023-11-14, come by stick`.
    private func phrase(_ receipt: TellingReceipt, ofOther isOther: Bool) -> Phrase {
        let ways = [
            "stick": Phrase(zh: "U 盘带来", en: ", come by stick"), "sync": Phrase(zh: "网络同步", en: ", come by sync"),
        ]
        let way = receipt.way.flatMap { ways[$0] }
        let day = day(receipt)
        return Phrase(
            zh: "据\(isOther ? " \(receipt.replica) " : "它 ")\(day) 的回执\(way.map { "，\($0.zh)" } ?? "")",
            en: "by \(isOther ? "\(receipt.replica)'s" : "its") receipt of \(day)\(way?.en ?? "")")
    }
}
