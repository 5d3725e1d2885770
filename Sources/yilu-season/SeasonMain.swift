import ArgumentParser

/// A made-up season at a district's real scale: to see the report, and to time it.
@main
struct SeasonMain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yilu-season", abstract: "A made-up season at a district's real scale.",
        subcommands: [MakeSeason.self, TimeReport.self])
}
