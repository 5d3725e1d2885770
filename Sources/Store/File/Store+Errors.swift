import Foundation
import GRDB

extension Store {
    /// Lets SQLite's failures out as ``StoreError``.
    ///
    /// - Parameter path: of the file.
    static func translatingErrors<Result>(path: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch is RowDecodingError {
            // Its own words would tell the row's values.
            throw StoreError.notAStore(path: path, reason: "a value that cannot be")
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw StoreError.busy(holder: nil)
            case .SQLITE_FULL: throw StoreError.full
            // Even a reader may have to make the file larger through which it sees what others write, and of that SQLite
            // only says that it failed.
            case .SQLITE_IOERR where isFull(path), .SQLITE_CANTOPEN where isFull(path): throw StoreError.full
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
                // SQLite keeps the system's number to itself.
                throw StoreError.notWritable(path: path, code: error.resultCode == .SQLITE_READONLY ? EROFS : EACCES)
            case .SQLITE_NOTADB, .SQLITE_CORRUPT:
                throw StoreError.notAStore(path: path, reason: error.message ?? "\(error.resultCode)")
            default: throw StoreError.failed(reason: error.message ?? "\(error.resultCode)")
            }
        }
    }

    /// What SQLite adds to a store's `-shm` at a time, the first time when it is opened.
    private static let sharedMemoryBytesMin: UInt = 32 << 10

    /// Whether the disk of a file has no room for more than that.
    private static func isFull(_ path: String) -> Bool {
        var facts = statvfs()
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard statvfs(folder, &facts) == 0, facts.f_blocks > 0, facts.f_frsize > 0 else { return false }
        return facts.f_bavail <= sharedMemoryBytesMin / facts.f_frsize
    }
}
