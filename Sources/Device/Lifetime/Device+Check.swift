import Causality
import FieldRecords
import Store

extension Device {
    /// Checks the device of a folder, also where its file is so damaged that no other command opens it.
    package static func check(_ options: DeviceOptions, deep: Bool) throws -> CheckView {
        try wording {
            let store: Store
            do { store = try openedStore(options) } catch {
                return CheckView(problems: [try damage(error)], warnings: [], changesChecked: 0)
            }
            let device = Device(store: store, options: options)
            var problems: [Phrase] = []
            do {
                try device.catchUp()
                // A file of nobody is no device, however sound it is.
                try store.read { _ = try $0.ownReplica() }
            } catch { problems.append(try damage(error)) }
            let found = try device.check(deep: deep)
            problems += found.problems.filter { !problems.contains($0) }
            return CheckView(problems: problems, warnings: found.warnings, changesChecked: found.changesChecked)
        }
    }

    /// Checks the file; `deep` verifies every chain and folds every record anew. What cannot be read is a problem.
    package func check(deep: Bool) throws -> CheckView {
        try Device.wording {
            let found = try findings(deep: deep)
            var problems = found.sqlite.map { Phrase(zh: "SQLite：\($0)", en: "SQLite: \($0)") }
            var warnings: [Phrase] = []
            do {
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
            } catch { problems.append(try Device.damage(error)) }
            problems += found.unreadable.filter { !problems.contains($0) }
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
        case .valuesMissing(let record):
            let number = try number(of: record, in: reading)
            return Phrase(
                zh: "记录 \(number) 有个人信息没有送到，这里也没有抹除的记载；请与写它的设备再同步",
                en:
                    "personal values of the record \(number) never came, and no erasure that is here took them: exchange "
                    + "again with the device that wrote them")
        case .recordDiffers(let record):
            let number = try number(of: record, in: reading)
            return Phrase(zh: "记录 \(number) 与它的变更不符", en: "the record \(number) is not what its changes come to")
        case .digestDiffers(let place):
            return Phrase(zh: "地点 \(place) 的摘要不符", en: "the digest of the place \(place) is not that of its records")
        }
    }
}
