import Foundation
import GRDB

/// Why a file cannot be restored.
package enum BackupFlaw: Sendable {
    /// It is something else than a backup.
    case otherFile
    /// It is the file that a device works with: it bears an identity, and has nothing to go on from it.
    case deviceFile
    /// Its end is missing.
    case cut
    /// Bytes of it were altered.
    case damaged
}

extension Store {
    private static let magic = Array("SQLite format 3\0".utf8)

    /// SQLite's header: magic (16 bytes), page size at 16, pages at 28, application id at 68, all big-endian.
    private static let headerBytes = 100

    /// Looks whether an open backup is a sound one, before it takes a store's place.
    ///
    /// - Throws: ``StoreError/unfitBackup(path:_:)``, ``StoreError/newerVersion(found:)``,
    ///   ``StoreError/earlierVersion(found:)``.
    package static func checkBackup(_ path: String) throws {
        if let flaw = flawInHeader(path) { throw StoreError.unfitBackup(path: path, flaw) }
        do {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            try queue.read { db in
                guard try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok" else {
                    throw StoreError.unfitBackup(path: path, .damaged)
                }
                guard try Int.fetchOne(db, sql: "SELECT 1 FROM secret WHERE name = 'successor'") == 1 else {
                    throw StoreError.unfitBackup(path: path, .deviceFile)
                }
                try Schema.require(db)
            }
        } catch is DatabaseError {
            throw StoreError.unfitBackup(path: path, .damaged)
        }
    }

    /// What can be told before SQLite sees the file, which calls much of it by one name.
    private static func flawInHeader(_ path: String) -> BackupFlaw? {
        guard let file = FileHandle(forReadingAtPath: path), let bytesCount = try? file.seekToEnd() else {
            return .otherFile
        }
        try? file.seek(toOffset: 0)
        let header = Array((try? file.read(upToCount: headerBytes)) ?? Data())
        guard header.starts(with: magic) else { return magic.starts(with: header) ? .cut : .otherFile }
        guard header.count == headerBytes else { return .cut }
        func number(_ range: Range<Int>) -> UInt64 { header[range].reduce(0) { $0 << 8 | UInt64($1) } }
        guard number(68..<72) == UInt64(Schema.applicationID) else { return .otherFile }
        // A page of 65,536 bytes is written as 1.
        let pageBytes = number(16..<18) == 1 ? 65_536 : number(16..<18)
        return bytesCount < pageBytes * number(28..<32) ? .cut : nil
    }
}
