import ArgumentParser

/// The root of all commands.
struct YiluCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "yilu", zh: "驿录：没有网络也能记录、能合并", en: "Records at small stations, with or without a network",
            subcommands: [
                District.self, Town.self, Station.self, DeviceJoin.self, Member.self, Invitation.self, FormCommand.self,
                Record.self, RecordImport.self, Conflict.self, Duplicate.self, Bundle.self, StickCommand.self,
                SessionSync.self, SessionServe.self, PageCommand.self, DeviceStatus.self, CoverageCommand.self,
                Report.self, RecordExportCommand.self,
                DeviceCheck.self,
                DeviceBackup.self, DeviceRestore.self, DeviceLock.self, DeviceUnlock.self,
            ])
    }
}
