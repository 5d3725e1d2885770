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
                    standing: replica.standing.told.rawValue,
                    reason: replica.standing == .refused
                        ? Phrase.neverEnrolled
                        : replica.reason.map { EnrolmentFault(rawValue: $0)?.phrase ?? Phrase($0) },
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
            guard replica.canReceive else { throw DeviceError(cannotReceive: label) }
            let isKnown = replica.standing == .superseded
            let label = try isKnown ? replica.label : session.labelAtHost(for: replica.node)
            try session.publishMember(
                row: replica.row, label: label, standing: .enrolled, own: own, wall: environment.now())
        }
    }

    /// Cuts a device off: what it wrote up to now counts, what comes later counts for nothing. Of a device that was
    /// ended before nothing more comes to count, and of one that was never enrolled nothing ever does.
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
    /// - Throws: ``DeviceError`` `.badData` for a device that was revoked, or never enrolled.
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
        guard replica.standing.told != .revoked || standing == .revoked else {
            throw DeviceError(
                .badData, what: Phrase(zh: "设备 \(label) 已被吊销", en: "the device \(label) was revoked"),
                advice: Phrase(zh: "它在吊销之后写的内容不算数。", en: "What it wrote after that counts for nothing."))
        }
        guard try session.wasAdmitted(replica) else {
            guard standing == .revoked else { throw Device.neverEnrolled(label) }
            return try session.refuse(replica, own: own, wall: environment.now())
        }
        try session.end(replica, as: standing, own: own, wall: environment.now())
    }

    private static func neverEnrolled(_ label: String) -> DeviceError {
        DeviceError(
            .badData, what: Phrase(zh: "设备 \(label) 还没有登记", en: "the device \(label) is not enrolled"),
            advice: Phrase(
                zh: "它写的若要算数，先运行 yilu member admit \(label)；不认识它，就运行 yilu member revoke \(label)。",
                en: "Run yilu member admit \(label) first if what it wrote should count; if nobody knows it, "
                    + "yilu member revoke \(label)."))
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
