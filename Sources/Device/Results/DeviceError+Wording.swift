import Bundles
import FieldRecords
import Foundation
import Membership
import Reports
import Sticks
import Store

extension Device {
    /// Lets every failure out in words.
    static func wording<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as DeviceError { throw error } catch let undo as Undone {
            throw undo
        } catch {
            throw DeviceError(wording: error)
        }
    }

    /// Thrown within a write to undo all of it, where that is no failure; the caller catches it.
    struct Undone: Error {}
}

extension DeviceError {
    static func unreadable(_ path: String, code: Int32 = errno) -> DeviceError {
        let reason = Phrase(systemError: code)
        return DeviceError(
            .noInput, what: Phrase(zh: "读不了 \(path)：\(reason.zh)", en: "cannot read \(path): \(reason.en)"),
            advice: Phrase(zh: "请检查路径和权限。", en: "Check the path and its permissions."))
    }

    private static func unwritable(_ path: String, code: Int32) -> DeviceError {
        let reason = Phrase(systemError: code)
        return DeviceError(
            .cannotCreate, what: Phrase(zh: "写不了 \(path)：\(reason.zh)", en: "cannot write \(path): \(reason.en)"),
            advice: Phrase(zh: "请检查路径、权限和磁盘。", en: "Check the path, its permissions and the disk."))
    }

    package init(wording error: any Error) {
        switch error {
        case let error as DeviceError: self = error
        case let error as StoreError: self.init(store: error)
        case let error as FieldRecordsError: self.init(.badData, what: error.what, advice: error.advice)
        case let error as BundlesError: self.init(bundle: error)
        case let error as MembershipError: self.init(membership: error)
        case let error as ReportsError: self.init(.badData, what: error.what, advice: error.advice)
        case let error as MediumError: self.init(medium: error)
        default:
            self.init(
                .internalFault, what: Phrase("\(error)"),
                advice: Phrase(zh: "请运行 yilu check --deep 并报告此问题。", en: "Run yilu check --deep and report this."))
        }
    }

    private init(store error: StoreError) {
        switch error {
        case .missing(let path):
            self.init(
                .noInput, what: Phrase(zh: "\(path) 里没有驿录", en: "there is no yilu in \(path)"),
                advice: Phrase(
                    zh: "先运行 yilu join 邀请文件，或 yilu district create。",
                    en: "First run yilu join FILE, or yilu district create."))
        case .exists(let path): self.init(exists: path)
        case .remains(let path): self.init(remains: path)
        case .notAStore(let path, let reason):
            self.init(
                .badData,
                what: Phrase(zh: "\(path) 不是完好的驿录文件：\(reason)", en: "\(path) is not a sound file of yilu: \(reason)"),
                advice: Phrase(zh: "请用 yilu restore 恢复最近的备份。", en: "Restore the latest backup with yilu restore."))
        case .unfitBackup(let path, let flaw): self.init(backup: path, flaw)
        case .newerVersion(let found):
            self.init(
                .badData,
                what: Phrase(zh: "这份数据来自更新的版本（\(found)）", en: "this was written by a newer version (\(found))"),
                advice: Phrase(zh: "请更新 yilu。", en: "Update yilu."))
        case .earlierVersion(let found):
            self.init(
                .badData,
                what: Phrase(
                    zh: "这份数据来自正式发布以前的版本（\(found)）", en: "this was written before the first release (version \(found))"),
                advice: Phrase(
                    zh: "请用原来的程序写出给主机的数据包，再用新的邀请加入。",
                    en: "With the program that wrote it export a bundle to the host, then join anew."))
        case .notWritable(let path, let code): self = .unwritable(path, code: code)
        case .busy(let holder):
            self.init(
                .tryAgain,
                what: Phrase(
                    zh: "另一个程序正在写入\(holder.map { "（\($0)）" } ?? "")",
                    en: "another program is writing\(holder.map { " (\($0))" } ?? "")"),
                advice: Phrase(zh: "请稍后再试。", en: "Try again in a moment."))
        case .full: self = .fullDisk
        case .fullForReading: self = .fullDiskForReading
        case .failed(let reason):
            self.init(
                .inputOutput, what: Phrase(zh: "存储出错：\(reason)", en: "the store failed: \(reason)"),
                advice: Phrase(zh: "请运行 yilu check。", en: "Run yilu check."))
        case .identityTaken:
            self.init(
                .tryAgain, what: Phrase(zh: "这份文件被恢复或复制过", en: "this file was restored or copied"),
                advice: Phrase(zh: "请再试一次。", en: "Try again."))
        case .locked:
            self.init(
                .notPermitted, what: Phrase(zh: "这台设备上了锁", en: "this device is locked"),
                advice: Phrase(zh: "请先运行 yilu unlock，输入口令。", en: "First run yilu unlock and give the passphrase."))
        case .parkedFull(let bytesMax):
            self.init(
                .tryAgain,
                what: Phrase(
                    zh: "等待补齐的变更超过 \(bytesMax >> 20) MiB",
                    en: "over \(bytesMax >> 20) MiB of changes wait for earlier ones"),
                advice: Phrase(zh: "请先带来 yilu status 列出的缺失部分。", en: "First bring what yilu status lists as missing."))
        case .unknown(let what):
            self.init(
                .badData, what: Phrase(zh: "找不到：\(what)", en: "not found: \(what)"),
                advice: Phrase(zh: "请运行 yilu check。", en: "Run yilu check."))
        }
    }

    private static let fullDisk = DeviceError(
        .inputOutput, what: Phrase(zh: "磁盘已满", en: "the disk is full"),
        advice: Phrase(zh: "什么也没有改变：请腾出空间后再试。", en: "Nothing was changed: make room and try again."))

    private static let fullDiskForReading = DeviceError(
        .inputOutput,
        what: Phrase(
            zh: "磁盘已满：设备所在的，或放临时文件的",
            en: "a disk is full: the device's own, or the one for temporary files"),
        advice: Phrase(
            zh: "请腾出空间，或用 TMPDIR 指定一个有空间的文件夹，再试。",
            en: "Make room, or name a folder that has some with TMPDIR, and try again."))

    private init(exists path: String) {
        self.init(
            .cannotCreate, what: Phrase(zh: "\(path) 已经存在", en: "\(path) is there already"),
            advice: Phrase(zh: "请用 --home 选另一个文件夹。", en: "Choose another folder with --home."))
    }

    private init(remains path: String) {
        self.init(
            .cannotCreate,
            what: Phrase(
                zh: "\(path) 属于从前在这里的数据，里面可能有最后几次保存",
                en: "\(path) belongs to what was here before, and may hold its last saves"),
            advice: Phrase(
                zh: "名字以 \(Store.fileName) 开头的文件是一体的：请把它们一起移走，再来一次。",
                en: "All that begins with \(Store.fileName) belongs together: move it away together, and run it again.")
        )
    }
}
