package import FieldRecords
import Store

/// What a device did that counts for nothing, since it had been revoked or retired when it came, or was never enrolled;
/// and what it erased after it was cut off, which nobody can take back.
package struct UncountedView: Sendable {
    /// The label of the device.
    package let log: String
    package let changes: Int
    /// Records whose personal values it erased.
    package let erased: Int
    package let reason: Phrase
    private let isRetired: Bool

    init(_ stored: UncountedChanges) {
        log = stored.label
        changes = stored.changes
        erased = stored.erased
        isRetired = stored.standing == .retired
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

    /// One line for the changes, one for the erasures, as far as there are any.
    package var phrases: [Phrase] {
        (changes > 0 ? [changesPhrase] : []) + (erased > 0 ? [erasedPhrase] : [])
    }

    private var changesPhrase: Phrase {
        Phrase(
            zh: "\(log)：\(changes) 次变更不算数（\(reason.zh)）。",
            en: "\(log): \(changes) \(changes == 1 ? "change does" : "changes do") not count (\(reason.en)).")
    }

    private var erasedPhrase: Phrase {
        Phrase(
            zh: "\(log)：设备\(isRetired ? "停用" : "吊销")之后，又抹除了 \(erased) 条记录的个人信息，不能恢复。",
            en: "\(log): personal values of \(erased) \(erased == 1 ? "record were" : "records were") erased after the "
                + "device was \(isRetired ? "retired" : "revoked"); that cannot be undone.")
    }
}
