import Causality
import FieldRecords
import Store

extension Device {
    /// Checks the device of a folder, also where its file is so damaged that no other command opens it.
    package static func check(_ options: DeviceOptions, deep: Bool) throws -> CheckView {
        try wording {
            let store: Store
            do { store = try openedStore(options) } catch {
                return CheckView(problems: [try Problem(damage: damage(error))], warnings: [], changesChecked: 0)
            }
            let device = Device(store: store, options: options)
            var problems: [Problem] = []
            do {
                try device.catchUp()
                // A file of nobody is no device, however sound it is.
                try store.read { _ = try $0.ownReplica() }
            } catch { problems.append(try Problem(damage: damage(error))) }
            let found = try device.check(deep: deep)
            problems += found.problems.filter { problem in !problems.contains { $0.what == problem.what } }
            return CheckView(problems: problems, warnings: found.warnings, changesChecked: found.changesChecked)
        }
    }

    /// Checks the file; `deep` verifies every chain and folds every record anew. What cannot be read is a problem.
    package func check(deep: Bool) throws -> CheckView {
        try Device.wording {
            let found = try findings(deep: deep)
            var problems = found.sqlite.map { Problem(damage: Phrase(zh: "SQLite：\($0)", en: "SQLite: \($0)")) }
            var warnings: [Phrase] = []
            do {
                try store.read { reading in
                    problems += try (found.logs + found.records).map { try Problem($0, reading) }
                    for (log, sequence) in try reading.forks() {
                        let label = try reading.label(log.replica) ?? "?"
                        warnings.append(
                            Phrase(
                                zh: "\(label) 的日志从 \(sequence) 起有两个版本",
                                en: "the log of \(label) has two histories from \(sequence) on"))
                    }
                }
            } catch { problems.append(try Problem(damage: Device.damage(error))) }
            problems += found.unreadable.filter { damage in !problems.contains { $0.what == damage } }
                .map(Problem.init(damage:))
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
}

extension Device {
    /// What a failure to read tells of the file.
    ///
    /// - Throws: a failure that tells nothing of it: nothing is there, somebody else writes, a lock, a full disk.
    static func damage(_ error: any Error) throws -> Phrase {
        switch error {
        case StoreError.missing, StoreError.newerVersion, StoreError.earlierVersion, StoreError.notWritable,
            StoreError.busy, StoreError.full, StoreError.fullForReading, StoreError.locked:
            throw error
        default: break
        }
        let worded = DeviceError(wording: error)
        switch worded.kind {
        case .badData, .inputOutput, .internalFault: return worded.what
        case .usage, .noInput, .unavailable, .cannotCreate, .tryAgain, .notPermitted: throw error
        }
    }
}
