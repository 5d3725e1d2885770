package import FieldRecords
import Store

/// Changes that are held and count for nothing: their device had been revoked or retired when they came, or was never
/// enrolled.
package struct UncountedView: Sendable {
    /// The label of the device.
    package let log: String
    package let changes: Int
    package let reason: Phrase

    init(_ stored: UncountedChanges) {
        log = stored.label
        changes = stored.changes
        reason =
            switch stored.standing {
            case .retired:
                Phrase(
                    zh: "在设备停用之后才到；在主机上再运行一次 yilu member retire \(stored.label)，到了的就算数",
                    en: "came after the device was retired; yilu member retire \(stored.label), given again at the "
                        + "host, counts what has come")
            case .refused: Phrase(zh: "设备从未登记", en: "the device was never enrolled")
            default: Phrase(zh: "在设备吊销之后才到", en: "came after the device was revoked")
            }
    }

    package var phrase: Phrase {
        Phrase(
            zh: "\(log)：\(changes) 次变更不算数（\(reason.zh)）。",
            en: "\(log): \(changes) \(changes == 1 ? "change does" : "changes do") not count (\(reason.en)).")
    }
}
