import Causality
import FieldRecords
import Foundation
import Store

extension Device {
    package func members() throws -> [MemberView] {
        try read { reading, own in
            let nodes = try reading.nodes()
            let replicas = try reading.replicas()
            return replicas.map { replica in
                MemberView(
                    replica: replica.label, key: "\(replica.replica)",
                    place: nodes.first { $0.id == replica.node }?.code ?? PlaceID(node: replica.node).nodeText,
                    standing: replica.standing.rawValue,
                    reason: replica.reason.map { EnrolmentFault(rawValue: $0)?.phrase ?? Phrase($0) },
                    isThisDevice: replica.row == own.replica.row,
                    predecessor: replica.predecessor.flatMap { row in replicas.first { $0.row == row }?.label })
            }
        }
    }

    /// Enrols a device that waits, or one again that was superseded and goes on beside its successor.
    package func admit(_ label: String) throws {
        try judge(label) { session, own, replica in
            guard [.waiting, .superseded].contains(replica.standing) else {
                throw DeviceError(
                    .badData,
                    what: Phrase(zh: "设备 \(label) 不在等待登记", en: "the device \(label) does not wait to be enrolled"),
                    advice: Phrase(zh: "用 yilu member list 查看。", en: "See yilu member list."))
            }
            let isKnown = replica.standing == .superseded
            let label = try isKnown ? replica.label : session.labelAtHost(for: replica.node)
            try session.publishMember(
                row: replica.row, label: label, standing: .enrolled, own: own, wall: environment.now())
        }
    }

    /// Cuts a device off: what it wrote up to now counts, what comes later counts for nothing. Of a device that was
    /// ended before nothing more comes to count.
    ///
    /// It covers every heir that is not enrolled. Those that are may be honest, the station's new laptop, or the thief's.
    ///
    /// - Parameter withHeirs: ends its enrolled heirs as well, and theirs.
    /// - Returns: these heirs: ended with it, or still enrolled.
    @discardableResult
    package func revoke(_ label: String, withHeirs: Bool = false) throws -> [String] {
        try judge(label) { session, own, replica in
            try end(replica, as: .revoked, session, own)
            let heirs = try session.replicas().heirs(of: replica).filter {
                [.enrolled, .superseded].contains($0.standing) && $0.row != own.replica.row
            }
            if withHeirs { for heir in heirs { try end(heir, as: .revoked, session, own) } }
            return heirs.map(\.label)
        }
    }

    /// Ends a device that will not be used again; all it wrote up to now counts, also where it was retired before.
    ///
    /// - Throws: ``DeviceError`` `.badData` for a device that was revoked.
    package func retire(_ label: String) throws {
        try judge(label) { session, own, replica in try end(replica, as: .retired, session, own) }
    }

    private func end(
        _ replica: StoredReplica, as standing: Standing, _ session: StoreWriting, _ own: Own
    ) throws {
        guard replica.row != own.replica.row else {
            let deed = standing == .retired ? Phrase(zh: "停用", en: "retire") : Phrase(zh: "吊销", en: "revoke")
            throw DeviceError(
                .notPermitted, what: Phrase(zh: "设备不能\(deed.zh)自己", en: "a device cannot \(deed.en) itself"),
                advice: Phrase(zh: "请在另一台主机设备上执行。", en: "Run it on another device of the host."))
        }
        let label = replica.label
        guard replica.standing != .revoked || standing == .revoked else {
            throw DeviceError(
                .badData, what: Phrase(zh: "设备 \(label) 已被吊销", en: "the device \(label) was revoked"),
                advice: Phrase(zh: "它在吊销之后写的内容不算数。", en: "What it wrote after that counts for nothing."))
        }
        try session.end(replica, as: standing, own: own, wall: environment.now())
    }

    private func judge<Result>(
        _ label: String, _ body: (StoreWriting, Own, StoredReplica) throws -> Result
    ) throws -> Result {
        try write { session, own in
            try Device.requireHost(own)
            return try body(session, own, try Device.replica(label, in: session))
        }
    }

    static func replica(_ label: String, in reading: StoreReading) throws -> StoredReplica {
        guard let replica = try knownReplica(label, in: reading) else {
            throw DeviceError(
                .badData, what: Phrase(zh: "没有叫 \(label) 的设备", en: "there is no device \(label)"),
                advice: Phrase(zh: "用 yilu member list 查看。", en: "See yilu member list."))
        }
        return replica
    }

    /// The one device that a label means; nil where there is none.
    ///
    /// - Throws: ``DeviceError`` `.badData` where it may mean several.
    static func knownReplica(_ label: String, in reading: StoreReading) throws -> StoredReplica? {
        let replicas = try reading.replicas(labelled: label)
        guard replicas.count > 1 else { return replicas.first }
        let labels = replicas.map(\.label)
        throw DeviceError(
            .badData,
            what: Phrase(
                zh: "\(label) 可能是 \(labels.joined(separator: "、"))",
                en: "\(label) may mean any of \(labels.joined(separator: ", "))"),
            advice: Phrase(zh: "请用 yilu member list 里的名称。", en: "Name the one you mean as yilu member list does."))
    }
}

extension StoreWriting {
    /// Ends a device: cuts its logs and tells so.
    func end(_ replica: StoredReplica, as standing: Standing, own: Own, wall: Int64) throws {
        // What a thief brought after the device was ended stays out.
        if !replica.standing.isEnded || standing == .retired {
            try publishCuts(of: replica.replica, own: own, wall: wall)
        }
        try publishMember(row: replica.row, label: replica.label, standing: standing, own: own, wall: wall)
    }

    /// Cuts every log of a device at what is held of it.
    private func publishCuts(of replica: ReplicaID, own: Own, wall: Int64) throws {
        let key = Data(replica.bytes).base64EncodedString()
        let cuts = try notices(.cut)
        for (log, mark) in try held(of: own.tree.places(heldAt: own.node)) where log.replica == replica {
            let known = cuts.first { $0.fields["key"] == .text(key) && $0.fields["place"] == .text("\(log.place)") }
            // The host may have been restored from before it said more.
            if case .integer(let cut)? = known?.fields["sequence"], cut >= Int64(mark.sequence) { continue }
            try publish(
                .cut,
                [
                    "key": .text(key), "place": .text("\(log.place)"),
                    "sequence": .integer(Int64(mark.sequence)), "chain": .text(String(mark.chainPrefix, radix: 16)),
                ], replacing: known, own: own, wall: wall)
        }
    }
}
