import FieldRecords

/// Why a device waits to be enrolled. The store keeps the English sentence.
enum EnrolmentFault: String, CaseIterable {
    case hostHasNotMetIt = "the host has not enrolled it"
    case predecessorNotEnrolled = "its predecessor is not enrolled or was revoked"
    case invitationUnknown = "this host does not know its invitation"
    case invitationUsed = "its invitation was used by another device before"
    case invitationWithdrawn = "its invitation was withdrawn"
    case invitationExpired = "its invitation has expired"

    var phrase: Phrase { Phrase(zh: chinese, en: rawValue) }

    private var chinese: String {
        switch self {
        case .hostHasNotMetIt: "主机还没有登记它"
        case .predecessorNotEnrolled: "它的前身没有登记或已被吊销"
        case .invitationUnknown: "这台主机不认识它的邀请"
        case .invitationUsed: "它的邀请已被另一台设备用过"
        case .invitationWithdrawn: "它的邀请已撤回"
        case .invitationExpired: "它的邀请已过期"
        }
    }
}
