import ArgumentParser
import Device
import FieldRecords

/// `yilu stick`: one button, both ways.
struct StickCommand: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("stick", zh: "用 U 盘同步：收、送、核对，一次做完", en: "Sync by a stick, both ways in one go")
    }

    @Argument(help: ArgumentHelp(zh: "U 盘（文件夹）", en: "The stick, a folder", valueName: "path"))
    var path: String

    @Flag(help: ArgumentHelp(zh: "只说会做什么，什么也不写", en: "Tell what would be done, and write nothing"))
    var dryRun = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let visit = try global.device().visitStick(path, isRehearsal: dryRun, progress: console.progress)
        try console.show(StickAnswer(visit: visit))
        for problem in visit.problems { console.complain(problem.kind, what: problem.what, advice: problem.advice) }
    }
}
