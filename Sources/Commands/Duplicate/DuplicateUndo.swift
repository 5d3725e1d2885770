import ArgumentParser
import Device
import FieldRecords

/// `yilu duplicate undo`
struct DuplicateUndo: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("undo", zh: "撤销合并：两条记录都恢复原样", en: "Undo a merge: both records are as they were")
    }

    @Argument(help: ArgumentHelp(zh: "被并入的记录", en: "The record that was merged into another"))
    var number: String

    @OptionGroup var author: AuthorOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let undone = try global.device().undoMerge(number: number, by: author.by)
        var phrases = [
            Phrase(
                zh: "\(undone.other) 已恢复，不再并入 \(undone.kept)。",
                en: "\(undone.other) stands again, apart from \(undone.kept).")
        ]
        if !undone.left.isEmpty {
            phrases.append(
                Phrase(
                    zh: "注意：\(undone.kept) 的这些字段之后改过，或原值已抹除，没有动：\(undone.left.joined(separator: "、"))",
                    en:
                        "Note: left as they are, since they were changed after the merge or their former value is erased: "
                        + undone.left.joined(separator: ", ")))
        }
        try console.show(
            Said(
                [
                    "kept": .string(undone.kept), "merged": .string(undone.other),
                    "restored": .array(undone.restored.map(JSONValue.string)),
                    "left": .array(undone.left.map(JSONValue.string)),
                ], phrases))
    }
}
