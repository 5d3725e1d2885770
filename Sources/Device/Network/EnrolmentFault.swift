import FieldRecords

extension Phrase {
    /// Why nothing counts of a device that was revoked.
    static let neverEnrolled = Phrase(zh: "从未登记，它写的都不算数", en: "never enrolled: nothing it wrote counts")
}

/// Why a device waits to be enrolled. The store keeps the English sentence.
enum EnrolmentFault: String, CaseIterable {
    case hostHasNotMetIt = "the host has not enrolled it"
    case manyHeirs = "many devices that were restored or copied came by its invitation: look at them all first"
    case predecessorNotEnrolled = "its predecessor is not enrolled or was revoked"
    case invitationUnknown = "this host does not know its invitation"
    case invitationUsed = "its invitation was used by another device before"
    case invitationWithdrawn = "its invitation was withdrawn"
    case invitationExpired = "its invitation has expired"

    /// So many heirs by one invitation the host enrols by itself: those that stand now, whoever follows whom.
    ///
    /// A device is restored or copied now and then. Whoever has its key makes up as many heirs as they like, each in
    /// order, and a person who revokes them would never catch up.
    static let heirsMax = 8

    var phrase: Phrase { Phrase(zh: chinese, en: rawValue) }

    private var chinese: String {
        switch self {
        case .hostHasNotMetIt: "主机还没有登记它"
        case .manyHeirs: "同一邀请已有许多恢复或复制出来的设备：请先逐一核对"
        case .predecessorNotEnrolled: "它的前身没有登记或已被吊销"
        case .invitationUnknown: "这台主机不认识它的邀请"
        case .invitationUsed: "它的邀请已被另一台设备用过"
        case .invitationWithdrawn: "它的邀请已撤回"
        case .invitationExpired: "它的邀请已过期"
        }
    }
}
