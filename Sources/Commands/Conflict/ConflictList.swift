import ArgumentParser
import Device
import FieldRecords

/// `yilu conflict list`
struct ConflictList: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("list", zh: "列出有分歧的字段", en: "List the fields in conflict")
    }

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let device = try global.device()
        try console.stream(none: Phrase(zh: "没有分歧。", en: "No conflicts.")) { (emit: (FieldConflict) throws -> Void) in
            try device.conflicts(emit)
        }
    }
}
