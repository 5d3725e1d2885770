import Causality
import FieldRecords
import Membership
import Store

extension StoreWriting {
    /// Notes the devices whose certificates came with a bundle. At the host, the first user of an invitation is
    /// enrolled at once; everybody else waits for the host's word.
    ///
    /// - Returns: what people should know of it.
    /// - Throws: `MembershipError`: what is wrong with an identity; `sealingKeyUseless` for a device that is not known yet
    ///   and to which nothing could be sealed. The host would enrol it, and fail to write to its place from then on.
    func meet(_ identities: [Identity], own: Own, wall: Int64) throws -> [Phrase] {
        var remarks: [Phrase] = []
        if !identities.isEmpty { try enrolHeirsAtRoot() }
        for identity in identities {
            let member = try identity.verified(against: own.root)
            guard try storedReplica(member.replica) == nil else { continue }
            guard SealingPublicKey.isSafe(member.sealingKey) else { throw MembershipError.sealingKeyUseless }
            // A successor needs its predecessor noted, whose certificate it carries within.
            if let predecessor = identity.predecessor { remarks += try meet([predecessor], own: own, wall: wall) }
            remarks += try meet(member, identity: identity, own: own, wall: wall)
        }
        return remarks
    }

    private func meet(_ member: Member, identity: Identity, own: Own, wall: Int64) throws -> [Phrase] {
        // A successor goes by a name of its own; of two users of one invitation the keys tell which is which.
        let provisional =
            member.predecessor == nil ? "\(member.label)~\("\(member.replica)".prefix(4))" : member.label
        let row = try note(
            member, identity: identity.encoded, label: try freshLabel(provisional), standing: .waiting,
            reason: EnrolmentFault.hostHasNotMetIt.rawValue)
        if try enrolHeirsAtRoot().contains(row) {
            // What the host writes from here on has seen the heir's changes: so that it need not wait with them for what
            // they say of the heir, the host says it first.
            if own.isHost {
                let label = try labelAtHost(for: member.place.node)
                try publishMember(row: row, label: label, standing: .enrolled, own: own, wall: wall)
            }
            return [Phrase(zh: "主机换了新身份", en: "the host goes on under a new identity")]
        }
        let predecessor = try member.predecessor.flatMap { try storedReplica($0) }
        // It succeeds to what the host enrolled, and to no other invitation that the old key may have used.
        let isHeir =
            predecessor.map {
                [.enrolled, .superseded].contains($0.standing) && $0.serial == "\(member.serial)"
                    && $0.node == member.place.node
            } ?? false
        guard own.isHost, let rejection = try enrolmentFault(member, isHeir: isHeir, wall: wall) else {
            guard own.isHost else { return [] }
            // A host that was restored may have given the invitation's label before.
            let isNew = try isHeir || isTaken(label: member.label)
            let label = try isNew ? labelAtHost(for: member.place.node) : member.label
            try publishMember(row: row, label: label, standing: .enrolled, own: own, wall: wall)
            // The predecessor stays enrolled: of a copied file both go on.
            if let predecessor, isHeir {
                return [
                    Phrase(
                        zh: "\(predecessor.label) 从备份或副本恢复，现在是 \(label)",
                        en: "\(predecessor.label) was restored or copied and goes on as \(label)")
                ]
            }
            try noteUse(ofInvitation: "\(member.serial)", by: member.replica)
            return [Phrase(zh: "新设备 \(label) 已登记", en: "the new device \(label) is enrolled")]
        }
        try setStanding(.waiting, label: nil, reason: rejection.rawValue, row: row)
        return [
            Phrase(
                zh: "设备 \(provisional) 等待登记：\(rejection.phrase.zh)",
                en: "\(provisional) waits to be enrolled: \(rejection.phrase.en)")
        ]
    }

    /// Why the host does not enrol a device by itself; nil where it does.
    private func enrolmentFault(_ member: Member, isHeir: Bool, wall: Int64) throws -> EnrolmentFault? {
        if member.predecessor != nil {
            guard isHeir else { return .predecessorNotEnrolled }
            let heirs = try heirs(ofInvitation: "\(member.serial)").filter { $0.standing == .enrolled }
            return heirs.count < EnrolmentFault.heirsMax ? nil : .manyHeirs
        }
        guard let invitation = try invitations().first(where: { $0.serial == "\(member.serial)" }) else {
            return .invitationUnknown
        }
        if invitation.user != nil { return .invitationUsed }
        if invitation.isWithdrawn { return .invitationWithdrawn }
        return invitation.expires < wall ? .invitationExpired : nil
    }
}
