import GRDB
import GRDBSQLite

/// A value of one row that is read or written a part at a time, so that a photo is never in memory whole.
///
/// Good within the transaction that opened it, as long as the row stays as it is.
struct OpenBlob: ~Copyable {
    private let handle: OpaquePointer
    private let connection: SQLiteConnection

    /// - Precondition: the value is a blob, and for writing the column is in no index.
    init(_ column: String, of table: String, row: Int64, isWritable: Bool, db: Database) throws {
        guard let connection = db.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        var handle: OpaquePointer?
        let code = sqlite3_blob_open(connection, "main", table, column, row, isWritable ? 1 : 0, &handle)
        guard code == SQLITE_OK, let handle else { throw OpenBlob.failure(connection) }
        self.handle = handle
        self.connection = connection
    }

    deinit {
        sqlite3_blob_close(handle)
    }

    var bytes: Int64 { Int64(sqlite3_blob_bytes(handle)) }

    /// Up to `countMax` bytes from `offset` on; none at the end or beyond.
    func read(at offset: Int64, countMax: Int) throws -> [UInt8] {
        let count = Int(min(Int64(countMax), max(0, bytes - offset)))
        guard count > 0 else { return [] }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let code = sqlite3_blob_read(handle, buffer.baseAddress, Int32(count), Int32(offset))
            guard code == SQLITE_OK else { throw OpenBlob.failure(connection) }
            initialized = count
        }
    }

    /// - Precondition: the bytes lie within the value.
    func write(_ part: UnsafeRawBufferPointer, at offset: Int64) throws {
        let code = sqlite3_blob_write(handle, part.baseAddress, Int32(part.count), Int32(offset))
        guard code == SQLITE_OK else { throw OpenBlob.failure(connection) }
    }

    private static func failure(_ connection: SQLiteConnection) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)))
    }
}
