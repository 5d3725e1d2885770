import Exchange
import FieldRecords
import Store

extension BundleIntake {
    /// The counts of what was taken in.
    var summary: ImportSummary {
        var summary = ImportSummary()
        summary.changes = .init(
            applied: effects.received, already: effects.already, parked: effects.parked, refused: refused)
        summary.records = .init(
            new: effects.newRecords, edited: effects.editedRecords, deleted: effects.deletedRecords)
        summary.conflicts = effects.newConflicts
        summary.photos = effects.photos
        summary.problems = problems
        summary.remarks = remarks
        summary.waiting = effects.waiting
        return summary
    }

    /// Whether anything is held here now that was not before.
    var isAnythingKept: Bool {
        effects.received + effects.completed + effects.parked - effects.parkedBefore + effects.photos > 0
    }
}

extension Problem {
    /// A device that nobody could write to was not let in; whatever else came was taken in.
    static let sealingKeyUseless = Problem(
        kind: .badData,
        what: Phrase(zh: "有一台设备的密钥不能用，没有收它", en: "a device whose key is none was not let in"))

    /// What ended the taking in when a part was in.
    init(afterPart error: any Error) {
        let worded = DeviceError(wording: error)
        self.init(
            kind: worded.kind, what: worded.what,
            advice: Phrase(
                zh: "已收下的都在；处理好以后再收一次，其余的就补上了。",
                en: "What was taken in is kept. Put that right and take it in again: the rest follows."))
    }

    /// There is no room for more of one device that waits for earlier changes.
    static func waitsTooMuch(_ label: String) -> Problem {
        Problem(
            kind: .tryAgain,
            what: Phrase(
                zh: "\(label) 在等前面变更的太多了，多出的没有收",
                en: "too much of \(label) waits for earlier changes, and the rest of it was left out"),
            advice: Phrase(
                zh: "请先带来 \(label) 前面的变更。没人认得这台设备的话，请在主机上吊销：yilu member revoke \(label)",
                en: "Bring the earlier changes of \(label) first. If nobody knows that device, revoke it at the host: "
                    + "yilu member revoke \(label)"),
            refusal: .cannotStore)
    }
}

extension Phrase {
    static func completed(_ changes: Int) -> Phrase {
        Phrase(
            zh: "\(changes) 条变更先前到来时缺了个人信息，现已补齐",
            en: changes == 1
                ? "1 change had come without its personal values, and has them now"
                : "\(changes) changes had come without their personal values, and have them now")
    }

    static func reissued(_ changes: Int) -> Phrase {
        Phrase(
            zh: "这份数据被复制过：\(changes) 条变更已用新身份重新发布，一条未丢",
            en: "this file had been copied: \(changes) changes were issued anew under a new identity, none is lost")
    }
}
