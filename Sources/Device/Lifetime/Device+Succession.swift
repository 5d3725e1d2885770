import Causality
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
                identity, keys: new, root: own.root, because: reason, machine: machine, wall: environment.now())
        }
    }
}

extension Device {
    /// Issues changes anew that stand on a branch which lost its name, under a new identity if need be.
    ///
    /// It is done after every import, and again when the device is opened, should a crash have come between.
    ///
    /// - Returns: how many changes were issued.
    @discardableResult
    func settleOwnForks() throws -> Int {
        let fork = try store.read { try $0.ownFork() }
        if case .none = fork { return 0 }
        if case .successionDue = fork { try succeed(because: "a copy of this file kept the name") }
        return try write { session, own in try session.reissue(writer: own.writer) }
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
    /// Makes another identity this device's own, in succession to the one it had.
    func takeUp(
        _ identity: Identity, keys: DeviceKeys, root: RootCertificate, because reason: String, machine: String,
        wall: Int64
    ) throws {
        let old = try ownReplica()
        let member = try identity.verified(against: root)
        let row = try note(
            member, identity: identity.encoded, label: try freshLabel(member.label), standing: .enrolled)
        try setStanding(.superseded, label: nil, row: old.row)
        try beOwn(row: row, keys: keys, machine: machine)
        try set(.succession, reason)
        let own = try Own(self)
        guard own.isHost else { return }
        try publishMember(
            row: row, label: try labelAtHost(for: own.node), standing: .enrolled, own: own, wall: wall)
        try publishMember(row: old.row, label: old.label, standing: .superseded, own: own, wall: wall)
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
