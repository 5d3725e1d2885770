import FieldRecords
import Store

extension BundleIntake {
    /// Whether anything is held here now that was not before.
    var isAnythingKept: Bool {
        effects.received + effects.completed + effects.parked - effects.parkedBefore + effects.photos > 0
    }
}

extension Problem {
    /// What ended the taking in when a part was in.
    init(afterPart error: any Error) {
        let worded = DeviceError(wording: error)
        self.init(
            kind: worded.kind, what: worded.what,
            advice: Phrase(
                zh: "已收下的都在；处理好以后再收一次，其余的就补上了。",
                en: "What was taken in is kept. Put that right and take it in again: the rest follows."))
    }
}
