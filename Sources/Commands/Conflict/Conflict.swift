import ArgumentParser

/// `yilu conflict …`
struct Conflict: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "conflict", zh: "分歧", en: "Conflicts",
            subcommands: [ConflictList.self, ConflictSettle.self])
    }
}
