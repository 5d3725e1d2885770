import Causality
import FieldRecords
import Membership
import Store

extension Device {
    /// Takes up a new identity: the old one went on elsewhere, and two that number changes in one log would lose some.
    ///
    /// Nothing that is stored changes. What was written here under the old name stays under it; what comes goes into
    /// new logs, and the host learns of the succession from a statement that the old key signed.
    func succeed(because reason: String) throws {
        let machine = Device.sidecar(options).machine
        try store.write(identityMayBeTaken: true) { session in
            let own = try Own(session)
            let new = try environment.newKeys()
            let identity = try own.identity.succeeded(by: new, signedWith: own.keys, root: own.root)
            // What was sealed to the old identity can still be opened.
            try session.setSecret("sealing:\(own.replica.replica)", own.keys.sealingPrivateKey)
            try session.takeUp(
                identity, keys: new, root: own.root, because: reason, predecessorGoesOn: true, machine: machine,
                wall: environment.now())
        }
    }
}

extension Device {
    /// Whether this device can take up one more identity.
    func mayGoOnAnew() throws -> Bool {
        try read { _, own in try own.identity.successions.count < Identity.successionsMax }
    }
}

extension Problem {
    /// What is said where a device would have to go on under another name, and has had them all. It keeps the one it
    /// has: what others brought is taken in all the same.
    static let namesUsedUp = Problem(
        kind: .badData,
        what: Phrase(
            zh: "这台设备的数据在别处也在用，但它已换过 \(Identity.successionsMax) 次身份，不能再换：不要再用它记录，请重新邀请",
            en: "this device's file is in use elsewhere, and it can take no other name after "
                + "\(Identity.successionsMax): write no more with it, and have it invited anew"))
}

extension Device {
    /// Issues changes anew that stand on a branch which lost its name, under an identity of the branch's own.
    ///
    /// That identity follows from the branch and from keys that copies and backups of the device share, so that two of
    /// them issue one log and not two. What is written from now on goes into another new identity. It is done after
    /// every import, and again when the device is opened, should a crash have come between. A device that can take no
    /// further identity leaves them where they are.
    ///
    /// - Returns: how many changes were issued.
    @discardableResult
    func settleOwnForks() throws -> Int {
        let branches = try store.read { try $0.ownBranches() }
        guard !branches.isEmpty, try mayGoOnAnew() else { return 0 }
        if branches.contains(where: \.tookPresentName) {
            try succeed(because: "a copy of this file kept the name")
            guard try mayGoOnAnew() else { return 0 }
        }
        return try write { session, own in
            try branches.reduce(0) { try $0 + session.reissue($1, own: own, wall: environment.now()) }
        }
    }
}

extension Device {
    /// Applies what an older program could only keep and hand on.
    func applyAfterUpgrade() throws {
        let isStopped = try store.read { try $0.stopped().contains { $0.reason == .unknownKind } }
        if isStopped { try store.write { try $0.applyAfterUpgrade() } }
    }
}

extension StoreWriting {
    fileprivate func reissue(_ branch: OwnBranch, own: Own, wall: Int64) throws -> Int {
        let isPresent = branch.log.replica == own.replica.replica
        guard let sealingKey = isPresent ? own.keys.sealingPrivateKey : try secret("sealing:\(branch.log.replica)")
        else {
            throw StoreError.notAStore(path: "secret", reason: "no key of \(branch.log.replica)")
        }
        let keys = try DeviceKeys.derived(
            from: sealingKey, for: "reissue", Array("\(branch.log.place)".utf8) + branch.name)
        let identity = try own.identity.succeeded(by: keys, signedWith: own.keys, root: own.root)
        let member = try identity.verified(against: own.root)
        let row = try note(
            member, identity: identity.encoded, label: try freshLabel(member.label), standing: .enrolled)
        try setStanding(.enrolled, label: nil, row: row)
        try setSecret("sealing:\(keys.replica)", keys.sealingPrivateKey)
        let count = try reissue(branch, writer: Writer(network: own.network, keys: keys))
        if own.isHost {
            try publishMember(
                row: row, label: try labelAtHost(for: own.node), standing: .enrolled, own: own, wall: wall)
        }
        return count
    }

    /// Makes another identity this device's own, in succession to the one it had.
    ///
    /// - Parameter predecessorGoesOn: whether another copy bears the old name, and keeps it; after a restore nobody does.
    func takeUp(
        _ identity: Identity, keys: DeviceKeys, root: RootCertificate, because reason: String,
        predecessorGoesOn: Bool, machine: String, wall: Int64
    ) throws {
        let old = try ownReplica()
        let member = try identity.verified(against: root)
        let label = try freshLabel(member.label)
        let row = try note(member, identity: identity.encoded, label: label, standing: .enrolled)
        if !predecessorGoesOn { try setStanding(.superseded, label: nil, row: old.row) }
        try beOwn(row: row, keys: keys, machine: machine)
        try set(.succession, reason)
        let own = try Own(self)
        guard own.isHost else { return }
        try publishMember(row: row, label: labelAtHost(for: own.node), standing: .enrolled, own: own, wall: wall)
        if !predecessorGoesOn {
            try publishMember(row: old.row, label: old.label, standing: .superseded, own: own, wall: wall)
        }
        try signHeads(writer: own.writer)
    }

    /// Writes down whose device this is.
    func beOwn(row: Int64, keys: DeviceKeys, machine: String) throws {
        try set(.replica, row)
        try setSecret("keys", keys.raw)
        try set(.machine, machine)
        try set(.ownCommits, Int64(0))
        try set(.ownMark, [UInt8](repeating: 0, count: 32))
    }

    /// The label itself, or with a further digit where another device here has it already.
    func freshLabel(_ label: String) throws -> String {
        guard try isTaken(label: label) else { return label }
        var counter = 2
        while try isTaken(label: "\(label)\(counter)") { counter += 1 }
        return "\(label)\(counter)"
    }
}
