package import FieldRecords
import Store

extension MemberView {
    /// How the host's word on the device stands, for people.
    package var standingPhrase: Phrase {
        switch Standing(rawValue: standing) {
        case .enrolled: Phrase(zh: "已登记", en: "enrolled")
        case .waiting: Phrase(zh: "等待登记", en: "waiting")
        case .revoked, .refused: Phrase(zh: "已吊销", en: "revoked")
        case .retired: Phrase(zh: "已停用", en: "retired")
        case .superseded: Phrase(zh: "已被继任", en: "superseded")
        case nil: Phrase(standing)
        }
    }
}
