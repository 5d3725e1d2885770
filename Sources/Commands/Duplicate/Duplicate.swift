import ArgumentParser

/// `yilu duplicate …`
struct Duplicate: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "duplicate", zh: "疑似重复的记录", en: "Records that may be told twice",
            subcommands: [DuplicateListing.self, DuplicateMerge.self, DuplicateUndo.self, DuplicateDismiss.self])
    }
}
