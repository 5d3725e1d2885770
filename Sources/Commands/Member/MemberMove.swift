import ArgumentParser
import Device
import FieldRecords

/// `yilu member move`: a device goes to another place, and leaves what it holds of its old one.
struct MemberMove: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "move", zh: "把一台设备迁到另一个地点；它的记录留在原处", en: "Move a device to another place; its records stay where they are")
    }

    @Argument(help: ArgumentHelp(zh: "设备，如 037b", en: "The device, such as 037b"))
    var replica: String

    @Option(help: ArgumentHelp(zh: "新地点的代码或名称", en: "The new place's code or name"))
    var place: String

    @Option(
        help: ArgumentHelp(
            zh: "给它的邀请写到这个文件（默认：move-设备.invitation）",
            en: "Write its invitation to this file (default: move-DEVICE.invitation)", valueName: "file"))
    var out: String?

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let written = try WrittenInvitation.issue(to: out ?? "move-\(replica).invitation", by: global) {
            try $0.move(replica, to: place)
        }
        try console.show(MovedMember(replica: replica, written: written))
    }
}

/// A device that was retired where it stood, and the invitation that it goes on with.
private struct MovedMember: Answer {
    let replica: String
    let written: WrittenInvitation

    var json: JSONValue {
        .object((written.json.members ?? []) + [JSONMember("replica", .string(replica))])
    }

    func lines(in language: Language) -> [String] {
        let retired = Phrase(
            zh: "\(replica) 在原处已停用，记录都保留。", en: "\(replica) is retired where it was; its records stay.")
        let warning = Phrase(
            zh: "它原来地点的内容会从那台设备上清除；区里还没有的，先不会清除。",
            en: "What it holds of its old place leaves it then, and not before the district has it.")
        return [retired.text(in: language).onOneLine] + written.lines(in: language)
            + [warning.text(in: language).onOneLine]
    }
}
