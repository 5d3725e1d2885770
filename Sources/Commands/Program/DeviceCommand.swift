import ArgumentParser

/// A command that does something, as against a noun that only has verbs below it.
protocol DeviceCommand: ParsableCommand {
    var global: GlobalOptions { get }

    /// Does it, and says on the console what happened.
    ///
    /// - Throws: `DeviceError`, `FieldRecordsError`, ``UsageFault``; each ends in its exit code, with nothing on
    ///   standard output. What ends badly but has something to show reports through ``Console/complain(_:what:advice:)``.
    func perform(on console: Console) throws
}
