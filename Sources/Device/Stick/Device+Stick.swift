import Bundles
package import FieldRecords
import Foundation
package import Sticks
import Store

extension Device {
    /// Visits the stick in a folder, or only tells what a visit would do.
    ///
    /// - Throws: `DeviceError` where nothing at all was done.
    package func visitStick(
        _ path: String, isRehearsal: Bool, progress: @escaping (Phrase) -> Void
    ) throws -> StickVisit {
        let medium: FolderMedium
        do { medium = try FolderMedium(path: path) } catch { throw DeviceError(stick: path, error) }
        var visit = try isRehearsal ? rehearse(medium, progress: progress) : visit(medium, progress: progress)
        guard !medium.isMountPoint else { return visit }
        visit.remarks.insert(
            Phrase(
                zh: "\(path) 是本机硬盘上的文件夹，不是插上的 U 盘：要用 U 盘请核对位置。",
                en: "\(path) is a folder of this machine's own disk, no stick: check the place if you meant one."),
            at: 0)
        return visit
    }

    /// Visits a stick, both ways, in one go: takes in what is for this device and the receipts of others, leaves a
    /// receipt, removes what has arrived, and writes what others lack by their receipts.
    ///
    /// Everything written is read back from the medium and compared before it gets its name. At any moment the stick may
    /// be pulled out or the power fail: the stick is then as it was, or has more whole files on it, and the next visit
    /// brings the rest. What could not be done stands in ``StickVisit/problems``; the rest was done all the same.
    ///
    /// - Parameter progress: told what is being done.
    /// - Throws: `DeviceError` where nothing at all was done: the stick cannot be read, or is of another network.
    package func visit(
        _ medium: any Medium, progress: @escaping (Phrase) -> Void = { _ in }
    ) throws -> StickVisit {
        try Device.wording {
            try alone {
                let visitor = try StickVisitor(self, medium: medium, progress: progress)
                return try visitor.visit()
            }
        }
    }

    /// Lets one process of this device visit a stick at a time: what one has not finished, another would clear away.
    private func alone<Result>(_ body: () throws -> Result) throws -> Result {
        let path = options.home + "/stick.lock"
        let lock = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw StoreError.notWritable(path: path, code: errno) }
        defer { close(lock) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw DeviceError(
                .tryAgain, what: Phrase(zh: "本机正在同步另一个 U 盘", en: "this device is busy with a stick already"),
                advice: Phrase(zh: "等它说可以拔出，再来一次。", en: "Wait until that one may be pulled out, and run it again."))
        }
        return try body()
    }

    /// Tells what a visit would do, as far as it can be told beforehand, and writes nothing, neither on the stick nor
    /// here.
    package func rehearse(
        _ medium: any Medium, progress: @escaping (Phrase) -> Void = { _ in }
    ) throws -> StickVisit {
        try Device.wording {
            let visitor = try StickVisitor(self, medium: medium, progress: progress)
            return try visitor.rehearse()
        }
    }
}
