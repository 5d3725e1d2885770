import Causality
import Dispatch
import FieldRecords
import Store
import Synchronization

extension Device {
    /// What the checks find.
    private struct Findings: Sendable {
        /// In SQLite's own words.
        var sqlite: [String] = []
        var logs: [CheckFinding] = []
        var records: [CheckFinding] = []
        /// How many changes were checked.
        var changes = 0
    }

    /// What one thread checks at a time.
    private enum Part {
        case records(ClosedRange<Int64>)
        case file
        case logs
    }

    /// The file, its logs, and its records in two halves are checked side by side: the longest first, so that two
    /// processors end at about one time.
    ///
    /// Each part sees a state of its own, and somebody may save meanwhile: what seems wrong with records is looked at
    /// once more in one state before it is believed.
    private func findings(deep: Bool) throws -> Findings {
        let findings = Mutex(Findings())
        let records = Mutex(RecordsCheck())
        let failures = Mutex<[any Error]>([])
        let half = deep ? try store.read { try $0.lastRecordRow() } / 2 : 0
        let parts: [Part] =
            deep ? [.records(.min...half), .records(half + 1 ... .max), .file, .logs] : [.file]
        DispatchQueue.concurrentPerform(iterations: parts.count) { number in
            do {
                switch parts[number] {
                case .file:
                    let problems = try store.integrityProblems()
                    findings.withLock { $0.sqlite = problems }
                case .logs:
                    let (logs, changes) = try store.read { try $0.checkLogs(network: Own($0).network) }
                    findings.withLock { ($0.logs, $0.changes) = (logs, changes) }
                case .records(let rows):
                    let check = try store.read { try $0.checkRecords(in: rows) }
                    records.withLock { $0.add(check) }
                }
            } catch {
                failures.withLock { $0.append(error) }
            }
        }
        if let failure = failures.withLock({ $0.first }) { throw failure }
        var found = findings.withLock { $0 }
        guard deep else { return found }
        let check = records.withLock { $0 }
        let isSound = try store.read { try check.findings.isEmpty && $0.checkPlaces(check).isEmpty }
        if !isSound { found.records = try store.read { try $0.checkRecords() } }
        return found
    }

    /// Checks the file; `deep` verifies every chain and folds every record anew.
    package func check(deep: Bool) throws -> CheckView {
        try Device.wording {
            let found = try findings(deep: deep)
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
            return CheckView(problems: problems, warnings: warnings, changesChecked: deep ? found.changes : nil)
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
