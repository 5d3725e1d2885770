import ArgumentParser

/// `yilu form …`
struct FormCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "form", zh: "表单", en: "Forms",
            subcommands: [FormList.self, FormShow.self, FormAdd.self])
    }
}
