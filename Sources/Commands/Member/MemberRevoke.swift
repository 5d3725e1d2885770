import ArgumentParser
import Device
import FieldRecords

/// `yilu member revoke`: a signed cut of the logs of a device.
struct MemberRevoke: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "revoke", zh: "吊销设备：此后它写的都不算数", en: "Revoke a device: what it writes from now on counts for nothing")
    }

    @Argument(help: ArgumentHelp(zh: "设备，如 037b", en: "The device, such as 037b"))
    var replica: String

    @Flag(
        help: ArgumentHelp(
            zh: "从它恢复或复制出来的设备也一起吊销", en: "Also those that were restored or copied from it, and from these"))
    var successors = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let labels = try global.device().revoke(replica, withHeirs: successors)
        let ended = successors ? labels : []
        let left = successors ? [] : labels
        var phrases = [
            Phrase(zh: "\(replica) 已吊销。请把通告带到各站。", en: "\(replica) is revoked. Carry the notice to the stations.")
        ]
        if !ended.isEmpty {
            phrases.append(
                Phrase(
                    zh: "从它恢复或复制出来的 \(ended.joined(separator: "、")) 也一起吊销了。",
                    en: "With it \(ended.joined(separator: ", ")), restored or copied from it."))
        }
        if !left.isEmpty {
            phrases.append(
                Phrase(
                    zh: "从它恢复或复制出来的 \(left.joined(separator: "、")) 仍是登记的。如果不是站里自己的："
                        + "yilu member revoke \(replica) --successors",
                    en: "\(left.joined(separator: ", ")), restored or copied from it, stay enrolled. "
                        + "If they are not the station's own: yilu member revoke \(replica) --successors"))
        }
        try console.show(
            Said(
                [
                    "replica": .string(replica), "revoked": .array(([replica] + ended).map(JSONValue.string)),
                    "left": .array(left.map(JSONValue.string)),
                ], phrases))
    }
}
