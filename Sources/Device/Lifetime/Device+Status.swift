import Bundles
import Causality
import Dispatch
import FieldRecords
import Store
import Synchronization

extension Device {
    /// How many sessions the status tells of.
    private static let sessionsShown = 5

    package func status() throws -> StatusView {
        try read { reading, own in
            let summary = try reading.summary()
            let nodes = try reading.nodes()
            let node = nodes.first { $0.id == own.node }
            let waiting = try Device.waiting(reading, own: own)
            let isConfirmed = try Device.isConfirmed(reading, own: own)
            return StatusView(
                network: "\(own.network)", networkName: try reading.text(.networkName) ?? "",
                replica: own.replica.label, place: node?.code ?? "", placeName: node?.name ?? "",
                standing: isConfirmed ? own.replica.standing.rawValue : Standing.waiting.rawValue,
                records: summary.records, changes: summary.changes, conflicts: summary.conflicts,
                photosHeld: summary.photosHeld, photosMissing: summary.photosMissing,
                waitingChanges: waiting.changes, waitingPhotos: waiting.photos,
                missing: try reading.gaps().map {
                    MissingRange(log: try reading.label($0.log.replica) ?? "?", from: $0.from, through: $0.through)
                },
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
                district: try DistrictWord(reading, own: own, photosWaiting: waiting.photos, now: environment.now()),
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

    /// Whether the host's word on this device has come home.
    private static func isConfirmed(_ reading: StoreReading, own: Own) throws -> Bool {
        if own.isHost { return true }
        return try reading.hasNotice(ofMember: own.replica.replica)
    }

    /// What no receipt of the host covers yet.
    static func waiting(_ reading: StoreReading, own: Own) throws -> (changes: Int, photos: Int) {
        guard !own.isHost else { return (0, 0) }
        let hosts = try Device.hosts(reading, own: own)
        let hostKeys = Set(hosts.map(\.replica))
        let places = own.tree.places(heldAt: own.node)
        let held = try reading.held(of: places).filter { !hostKeys.contains($0.key.replica) }
        let known = try hosts.map { try reading.acknowledged(by: $0.replica) }
        let changes = held.reduce(0) { sum, entry in
            sum + Int(entry.value.sequence)
                - Int(min(known.map { $0[entry.key] ?? 0 }.max() ?? 0, entry.value.sequence))
        }
        let ranges = held.compactMap { log, mark -> LogRange? in
            let covered = known.map { $0[log] ?? 0 }.max() ?? 0
            return covered < mark.sequence ? LogRange(log: log, from: covered + 1, through: mark.sequence) : nil
        }
        let named = try reading.blobs(namedIn: ranges)
        let blobs = try reading.blobs(of: places, held: true).map(\.digest)
        let missing = try hosts.compactMap { try reading.missingBlobs(of: $0.replica) }
        let photos = blobs.filter { digest in
            named.contains(digest) || missing.isEmpty || missing.allSatisfy { $0.contains(digest) }
        }.count
        return (changes, photos)
    }

    /// What the checks find.
    private struct Findings: Sendable {
        /// In SQLite's own words.
        var sqlite: [String] = []
        var logs: [CheckFinding] = []
        var records: [CheckFinding] = []
        /// How many changes were checked.
        var changes = 0
    }

    /// The file and its logs are checked on one thread, the records on another.
    private func findings(deep: Bool) throws -> Findings {
        let findings = Mutex(Findings())
        let failures = Mutex<[any Error]>([])
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            do {
                if part == 0 {
                    let problems = try store.integrityProblems()
                    findings.withLock { $0.sqlite = problems }
                    guard deep else { return }
                    let (logs, changes) = try store.read { try $0.checkLogs(network: Own($0).network) }
                    findings.withLock { ($0.logs, $0.changes) = (logs, changes) }
                } else if deep {
                    let records = try store.read { try $0.checkRecords() }
                    findings.withLock { $0.records = records }
                }
            } catch {
                failures.withLock { $0.append(error) }
            }
        }
        if let failure = failures.withLock({ $0.first }) { throw failure }
        return findings.withLock { $0 }
    }

    /// Checks the file; `deep` verifies every chain and folds every record anew.
    package func check(deep: Bool) throws -> CheckView {
        try Device.wording {
            let found = try findings(deep: deep)
            let changes = found.changes
            var problems = found.sqlite.map { Phrase(zh: "SQLite：\($0)", en: "SQLite: \($0)") }
            var warnings: [Phrase] = []
            try store.read { reading in
                problems += try (found.logs + found.records).map { try Device.phrase($0, reading) }
                for (log, sequence) in try reading.forks() {
                    let label = try reading.label(log.replica) ?? "?"
                    warnings.append(
                        Phrase(
                            zh: "\(label) 的日志从 \(sequence) 起有两个版本",
                            en: "the log of \(label) has two histories from \(sequence) on"))
                }
            }
            if Device.sidecar(options).folder == nil {
                warnings.append(
                    Phrase(
                        zh: "写不了状态文件夹：复制或恢复的文件可能不会被发现；请用 --sidecar",
                        en:
                            "no folder for state can be written: a copied or restored file may go unnoticed; use --sidecar"
                    ))
            }
            return CheckView(problems: problems, warnings: warnings, changesChecked: changes)
        }
    }

    private static func phrase(_ finding: CheckFinding, _ reading: StoreReading) throws -> Phrase {
        func name(_ log: LogID) throws -> String { "\(try reading.label(log.replica) ?? "?")@\(log.place)" }
        switch finding {
        case .numbersBroken(let log, let held, let found):
            return Phrase(
                zh: "日志 \(try name(log)) 应有 \(held) 条变更，只连续找到 \(found) 条",
                en: "the log \(try name(log)) should hold \(held) changes and \(found) follow on one another")
        case .chainBroken(let log, let sequence):
            return Phrase(
                zh: "日志 \(try name(log)) 的变更 \(sequence) 被改动过",
                en: "change \(sequence) of the log \(try name(log)) was altered")
        case .headWrong(let log, let sequence):
            return Phrase(
                zh: "日志 \(try name(log)) 在 \(sequence) 的签名不对",
                en: "the signature of the log \(try name(log)) at \(sequence) is wrong")
        case .headMissing(let log, let sequence):
            return Phrase(
                zh: "日志 \(try name(log)) 在 \(sequence) 没有签名",
                en: "the log \(try name(log)) has no signature at \(sequence)")
        case .recordDiffers(let record):
            let number = try number(of: record, in: reading)
            return Phrase(zh: "记录 \(number) 与它的变更不符", en: "the record \(number) is not what its changes come to")
        case .digestDiffers(let place):
            return Phrase(zh: "地点 \(place) 的摘要不符", en: "the digest of the place \(place) is not that of its records")
        }
    }
}
