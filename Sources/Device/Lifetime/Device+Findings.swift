import Dispatch
import FieldRecords
import Store
import Synchronization

extension Device {
    /// What the checks find.
    struct Findings: Sendable {
        /// In SQLite's own words.
        var sqlite: [String] = []
        var logs: [CheckFinding] = []
        var records: [CheckFinding] = []
        /// What kept a part from being checked.
        var unreadable: [Phrase] = []
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
    func findings(deep: Bool) throws -> Findings {
        let findings = Mutex(Findings())
        let records = Mutex(RecordsCheck())
        let failures = Mutex<[any Error]>([])
        // Where even that cannot be read, all records are in the second half.
        let half = deep ? (try? store.read { try $0.lastRecordRow() }).map { $0 / 2 } ?? 0 : 0
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
        var found = findings.withLock { $0 }
        for failure in failures.withLock({ $0 }) {
            let damage = try Device.damage(failure)
            if !found.unreadable.contains(damage) { found.unreadable.append(damage) }
        }
        // The records say nothing that could be relied on where a part of them was not read.
        guard deep, found.unreadable.isEmpty else { return found }
        let check = records.withLock { $0 }
        do {
            let isSound = try store.read { try check.findings.isEmpty && $0.checkPlaces(check).isEmpty }
            if !isSound { found.records = try store.read { try $0.checkRecords() } }
        } catch { found.unreadable.append(try Device.damage(error)) }
        return found
    }
}
