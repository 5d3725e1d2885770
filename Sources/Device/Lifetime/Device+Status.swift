import Bundles
import Causality
import FieldRecords
import Store

extension Device {
    /// How many sessions the status tells of.
    private static let sessionsShown = 5

    package func status() throws -> StatusView {
        try read { reading, own in
            let summary = try reading.summary()
            let nodes = try reading.nodes()
            let node = nodes.first { $0.id == own.node }
            let waiting = try Device.waiting(reading, own: own)
            let ownStanding = try OwnStanding(reading, own: own)
            return StatusView(
                network: "\(own.network)", networkName: try reading.text(.networkName) ?? "",
                replica: own.replica.label, place: node?.code ?? "", placeName: node?.name ?? "",
                ownStanding: ownStanding,
                records: summary.records, changes: summary.changes, conflicts: summary.conflicts,
                photosHeld: summary.photosHeld, photosMissing: summary.photosMissing,
                waitingChanges: waiting.changes, waitingPhotos: waiting.photos,
                missing: try Device.missing(reading),
                forks: try reading.forks().map {
                    ForkView(log: try reading.label($0.log.replica) ?? "?", sequence: $0.sequence)
                },
                clockOffsets: try reading.replicas().compactMap { replica in
                    replica.clockOffset.map { (replica: replica.label, milliseconds: $0) }
                },
                digests: try reading.digests(heldAt: own.node).map {
                    (place: $0.place.nodeText, digest: Hexadecimal.text(of: $0.digest))
                },
                stopped: try reading.stopped().map {
                    (
                        log: try reading.label($0.log.replica) ?? "?", changes: $0.changes,
                        reason: Device.phrase($0.reason)
                    )
                },
                uncounted: try reading.uncounted().map(UncountedView.init),
                district: try DistrictWord(reading, own: own, photosWaiting: waiting.photos, at: self),
                hasPassphrase: try reading.lock() != nil,
                sessions: try reading.sessions(limit: Device.sessionsShown).map { SessionView($0, own: own) })
        }
    }

    private static func phrase(_ reason: StopReason) -> Phrase {
        switch reason {
        case .notEnrolled: Phrase(zh: "设备还没有登记", en: "its device is not enrolled")
        case .waitsForOthers: Phrase(zh: "等待其他设备的变更", en: "waits for changes of others")
        case .unknownKind: Phrase(zh: "要用更新版本的驿录才能读", en: "a newer yilu wrote it: upgrade this device")
        case .unknownBranch: Phrase(zh: "等待一份分叉的日志", en: "waits for the other branch of a log")
        }
    }
}
