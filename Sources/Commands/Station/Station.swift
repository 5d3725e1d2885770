import ArgumentParser

/// `yilu station …`
struct Station: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "station", zh: "驿站", en: "Stations",
            subcommands: [
                StationInvite.self, StationList.self, StationRename.self, StationMove.self, StationClose.self,
            ])
    }
}
