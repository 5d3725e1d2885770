import ArgumentParser

/// `yilu bundle …`
struct Bundle: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "bundle", zh: "数据包", en: "Bundles",
            subcommands: [BundleExport.self, BundleImport.self, BundleInspect.self, BundleVerify.self])
    }
}
