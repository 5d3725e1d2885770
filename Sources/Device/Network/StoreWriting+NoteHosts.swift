import Causality
import Membership
import Store

extension StoreWriting {
    /// Notes the hosts that an invitation names, and before them those that they succeeded.
    ///
    /// What these published is the district's word too. The notice that says so comes after theirs in the order of causes,
    /// so a device that waited for it would wait for ever. What a notice says of a host that is named stays: the
    /// invitation may be older.
    func noteHosts(_ hosts: [Identity], root: RootCertificate) throws {
        let named = try Set(hosts.map { try $0.verified(against: root).replica })
        for host in hosts { try noteHost(host, among: named, root: root) }
    }

    private func noteHost(_ identity: Identity, among named: Set<ReplicaID>, root: RootCertificate) throws {
        if let predecessor = identity.predecessor { try noteHost(predecessor, among: named, root: root) }
        let member = try identity.verified(against: root)
        // One that goes on beside its successor is named itself.
        let isNamed = named.contains(member.replica)
        let row = try note(
            member, identity: identity.encoded, label: try freshLabel(member.label),
            standing: isNamed ? .enrolled : .superseded)
        guard let known = try storedReplica(row: row)?.standing, !known.isEnded else { return }
        if !isNamed {
            try setStanding(.superseded, label: nil, row: row)
        } else if try !hasNotice(ofMember: member.replica) {
            try setStanding(.enrolled, label: nil, row: row)
        }
    }
}
