package import FieldRecords
import Foundation

extension Phrase {
    /// What the system's number for a failure (`errno`) means for whoever reads it.
    package init(systemError code: Int32) {
        self.init(zh: Phrase.systemErrors[code] ?? "系统错误 \(code)", en: String(cString: strerror(code)))
    }

    /// Those that people run into; the others keep their number.
    static let systemErrors: [Int32: String] = [
        ENOENT: "没有这个文件或文件夹", EACCES: "没有权限", EPERM: "系统不允许", EISDIR: "这是文件夹，不是文件",
        ENOTDIR: "这不是文件夹，或路径中有一段不是", ENOSPC: "磁盘满了", EDQUOT: "分给您的磁盘空间用完了", EIO: "磁盘读写出错",
        EROFS: "那里只能读，不能写", EEXIST: "已经有同名的了", ENAMETOOLONG: "名称太长", ELOOP: "链接绕成了圈",
        EBUSY: "正被别的程序占用", EMFILE: "同时打开的文件太多", ENFILE: "同时打开的文件太多", EFBIG: "文件太大",
    ]
}
