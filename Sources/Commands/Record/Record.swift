import ArgumentParser

/// `yilu record …`
struct Record: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "record", zh: "记录", en: "Records",
            subcommands: [
                RecordAdd.self, RecordEdit.self, RecordShow.self, RecordList.self, RecordHistory.self,
                RecordDelete.self, RecordUndelete.self, RecordErase.self,
            ])
    }
}
