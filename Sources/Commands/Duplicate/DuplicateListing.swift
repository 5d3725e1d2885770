import ArgumentParser
import Device
import FieldRecords

/// `yilu duplicate list`
struct DuplicateListing: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("list", zh: "列出疑似重复的记录和理由", en: "List records that may be told twice, and why")
    }

    @Argument(help: ArgumentHelp(zh: "只列这种表单", en: "Only records of this form"))
    var form: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            zh: "每种表单最多这么多对（默认 100）", en: "At most so many pairs of a form (default 100)", valueName: "n"))
    var limit = 100

    @Flag(help: ArgumentHelp(zh: "其他地点的个人信息也显示", en: "Show personal values of other places too"))
    var personal = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        guard (1...10_000).contains(limit) else {
            throw UsageFault(Phrase(zh: "--limit 从 1 到 10000", en: "--limit is from 1 to 10000"))
        }
        try console.show(
            DuplicateAnswer(
                list: global.device().likelyDuplicates(form: form, limit: limit, showPersonal: personal)))
    }
}

struct DuplicateAnswer: Answer {
    let list: DuplicateList

    var json: JSONValue {
        ["count": JSONValue(list.count), "pairs": .array(list.pairs.map(\.json))]
    }

    func lines(in language: Language) -> [String] {
        guard !list.pairs.isEmpty else {
            return [Phrase(zh: "没有疑似重复的记录。", en: "No records that may be told twice.").text(in: language)]
        }
        var lines = list.pairs.flatMap { $0.lines(in: language) + [""] }
        if list.count > list.pairs.count {
            lines.append(
                Phrase(zh: "共 \(list.count) 对，这里是 \(list.pairs.count) 对。", en: "\(list.pairs.count) of \(list.count).")
                    .text(in: language))
        }
        lines.append(
            Phrase(
                zh: "是同一件事：yilu duplicate merge 保留的 并入的；不是：yilu duplicate dismiss 一 二",
                en: "One thing: yilu duplicate merge KEEP OTHER; two things: yilu duplicate dismiss A B"
            ).text(in: language))
        return lines
    }
}

extension LikelyDuplicate {
    fileprivate var json: JSONValue {
        [
            "form": .string(one.form), "records": .array([one, other].map(\.listJSON)), "percent": JSONValue(percent),
            "reasons": .array(reasons.map { ["zh": .string($0.zh), "en": .string($0.en)] }),
            "open": .array(open.map(JSONValue.string)),
            "differing": .array(differing.map(JSONValue.string)),
        ]
    }

    fileprivate func lines(in language: Language) -> [String] {
        let why = reasons.joined(zh: "，", en: ", ").text(in: language)
        let heading = "\(one.number)  \(other.number)  \(percent)%  \(why)".onOneLine
        return [heading] + [one, other].flatMap { RecordLine(record: $0).lines(in: language).map { "  " + $0 } }
    }
}
