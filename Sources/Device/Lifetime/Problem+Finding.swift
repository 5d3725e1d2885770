import Causality
import FieldRecords
import Store

extension Problem {
    /// What a check found, and what to do about it.
    init(_ finding: CheckFinding, _ reading: StoreReading) throws {
        let what = try Problem.what(finding, reading)
        switch finding {
        case .numbersBroken, .chainBroken, .headWrong, .headMissing, .recordDiffers, .digestDiffers:
            self.init(damage: what)
        case .valuesMissing:
            // A restored device would be another one, and have them no more than this.
            self.init(
                kind: .badData, what: what,
                advice: Phrase(
                    zh: "恢复备份也补不上；请与写它的设备再同步一次。",
                    en: "Restoring a backup brings none of them: exchange again with the device that wrote them."))
        }
    }

    /// What is wrong with the file.
    init(damage what: Phrase) {
        self.init(
            kind: .badData, what: what,
            advice: Phrase(zh: "请先备份这个文件夹，再从最近的备份恢复。", en: "Copy this folder away, then restore the latest backup."))
    }

    private static func what(_ finding: CheckFinding, _ reading: StoreReading) throws -> Phrase {
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
            let number = try Device.number(of: record, in: reading)
            return Phrase(
                zh: "记录 \(number) 有个人信息没有送到，这里也没有抹除的记载",
                en: "personal values of the record \(number) never came, and no erasure that is here took them")
        case .recordDiffers(let record):
            let number = try Device.number(of: record, in: reading)
            return Phrase(zh: "记录 \(number) 与它的变更不符", en: "the record \(number) is not what its changes come to")
        case .digestDiffers(let place):
            return Phrase(zh: "地点 \(place) 的摘要不符", en: "the digest of the place \(place) is not that of its records")
        }
    }
}
