import ArgumentParser

/// `yilu district …`
struct District: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "district", zh: "区", en: "The district",
            subcommands: [DistrictCreate.self])
    }
}
