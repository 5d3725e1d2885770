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

    /// What no receipt of the host covers yet.
    static func waiting(_ reading: StoreReading, own: Own) throws -> (changes: Int, photos: Int) {
        guard !own.isHost else { return (0, 0) }
        let hosts = try Device.hosts(reading, own: own)
        let hostKeys = Set(hosts.map(\.replica))
        let places = own.places
        let held = try reading.held(of: places).filter { !hostKeys.contains($0.key.replica) }
        let known = try reading.confirmed(by: hosts, own: own)
        let changes = held.reduce(0) { sum, entry in
            sum + Int(entry.value.sequence) - Int(min(known[entry.key] ?? 0, entry.value.sequence))
        }
        let ranges = held.compactMap { log, mark -> LogRange? in
            let covered = known[log] ?? 0
            return covered < mark.sequence ? LogRange(log: log, from: covered + 1, through: mark.sequence) : nil
        }
        return (changes, try waitingPhotos(reading, of: places, in: ranges, hosts: hosts))
    }

    /// Only photos that may wait are looked at: those of changes that wait, and those that every host said it lacks.
    private static func waitingPhotos(
        _ reading: StoreReading, of places: [PlaceID], in ranges: [LogRange], hosts: [StoredReplica]
    ) throws -> Int {
        let missing = try hosts.compactMap { try reading.missingBlobs(of: $0.replica) }
        guard let first = missing.first else { return try reading.heldBlobs(of: places) }
        let lacked = missing.dropFirst().reduce(first) { $0.intersection($1) }
        return try reading.heldBlobs(of: places, among: lacked.union(reading.blobs(namedIn: ranges)))
    }
}
