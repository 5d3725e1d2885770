import ArgumentParser

/// `yilu town …`
struct Town: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "town", zh: "街镇", en: "Towns",
            subcommands: [TownAdd.self, TownList.self, TownInvite.self])
    }
}
