import ArgumentParser
import Device
import FieldRecords

/// `yilu check`
struct DeviceCheck: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("check", zh: "检查存储是否完好", en: "Check that the store is sound")
    }

    @Flag(help: ArgumentHelp(zh: "从日志重新算出全部状态来核对", en: "Fold the whole log anew and compare"))
    var deep = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let result = try Device.check(global.deviceOptions(), deep: deep)
        try console.show(result)
        guard let first = result.problems.first else { return }
        console.complain(
            .badData, what: first,
            advice: Phrase(zh: "请先备份这个文件夹，再从最近的备份恢复。", en: "Copy this folder away, then restore the latest backup."))
    }
}
