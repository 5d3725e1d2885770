import ArgumentParser
import Device
import FieldRecords

/// `yilu duplicate merge`: a person says that two records are one.
struct DuplicateMerge: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("merge", zh: "把一条记录并入另一条；以后可以撤销", en: "Merge a record into another; it can be undone")
    }

    @Argument(help: ArgumentHelp(zh: "保留的记录", en: "The record to keep"))
    var keep: String

    @Argument(help: ArgumentHelp(zh: "并入它、随后删除的记录", en: "The record to merge into it, which is deleted"))
    var other: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            zh: "从并入的记录取这些字段（默认：保留的那条没有填的）",
            en: "Take these fields from the other one (default: those that the kept one leaves open)",
            valueName: "field"))
    var take: [String] = []

    @Flag(help: ArgumentHelp(zh: "什么字段也不取", en: "Take no field"))
    var takeNothing = false

    @OptionGroup var author: AuthorOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        guard take.isEmpty || !takeNothing else {
            throw UsageFault(Phrase(zh: "--take 和 --take-nothing 只能写一个", en: "give --take or --take-nothing, not both"))
        }
        let merged = try global.device().mergeRecords(
            keep: keep, other: other, take: take.isEmpty && !takeNothing ? nil : take, by: author.by)
        try console.show(
            Said(
                [
                    "kept": .string(merged.kept), "merged": .string(merged.other),
                    "taken": .array(merged.taken.map(JSONValue.string)),
                ],
                Phrase(
                    zh:
                        "\(merged.other) 已并入 \(merged.kept)\(merged.taken.isEmpty ? "" : "，取了 " + merged.taken.joined(separator: "、"))。",
                    en: "Merged \(merged.other) into \(merged.kept)"
                        + (merged.taken.isEmpty ? "." : "; taken: \(merged.taken.joined(separator: ", ")).")),
                Phrase(
                    zh: "撤销：yilu duplicate undo \(merged.other)", en: "To undo it: yilu duplicate undo \(merged.other)")
            ))
    }
}
