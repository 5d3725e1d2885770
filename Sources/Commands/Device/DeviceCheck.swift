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
        var told: [Phrase?] = []
        // Each advice once, with the first problem that it is for.
        for problem in result.problems where !told.contains(problem.advice) {
            told.append(problem.advice)
            console.complain(problem.kind, what: problem.what, advice: problem.advice)
        }
    }
}
