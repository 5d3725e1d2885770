import Device
import FieldRecords
import Foundation
import Store

/// A file that a person asked for by name: written beside, synced, then renamed over it, so that the name never stands
/// for half a file.
struct NewFile {
    private let path: String
    private let temporary: String
    private let descriptor: Int32

    /// Opens the file beside, before anything else is done: an invitation that cannot be written is never issued.
    ///
    /// Only its owner may read it: what is written here is a credential.
    ///
    /// - Throws: `DeviceError` of kind `cannotCreate`.
    init(_ path: String) throws {
        self.path = path
        temporary = "\(path).\(getpid()).part"
        var status = stat()
        guard stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR else {
            throw NewFile.fault(path, EISDIR)
        }
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw NewFile.fault(path, errno) }
    }

    /// Writes the content and gives the file its name.
    func commit(_ bytes: [UInt8]) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                throw abandon()
            }
        }
        guard fsync(descriptor) == 0, close(descriptor) == 0, rename(temporary, path) == 0 else { throw abandon() }
        syncFolder(ofFile: path)
    }

    /// Leaves nothing behind.
    func discard() {
        close(descriptor)
        unlink(temporary)
    }

    private func abandon() -> DeviceError {
        let code = errno
        discard()
        return NewFile.fault(path, code)
    }

    private static func fault(_ path: String, _ code: Int32) -> DeviceError {
        let reason = String(cString: strerror(code))
        return DeviceError(
            .cannotCreate, what: Phrase(zh: "写不了文件 \(path)：\(reason)", en: "cannot write \(path): \(reason)"),
            advice: Phrase(zh: "请换一个文件夹，或腾出空间。", en: "Choose another folder, or free some space."))
    }
}
