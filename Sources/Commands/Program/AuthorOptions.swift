import ArgumentParser

/// What every command takes that writes changes.
struct AuthorOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(zh: "谁写的（默认：加入时的名字）", en: "Who writes (default: the name given at join)", valueName: "name"))
    var by: String?
}
