import GRDB
import GRDBSQLite

/// A statement that is kept prepared and run by the ten thousand: values are bound and columns read in place, without
/// the arrays and boxes that a statement run once may well afford.
///
/// Usage: bind, ``run()`` or ``step()`` to the end; every use starts anew.
struct RawStatement {
    private let statement: SQLiteStatement
    private let connection: SQLiteConnection

    init(_ sql: String, db: Database) throws {
        statement = try db.cachedStatement(sql: sql).sqliteStatement
        guard let connection = db.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        self.connection = connection
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    /// Parameters count from 1.
    func bind(_ value: Int64, at index: Int32) {
        sqlite3_bind_int64(statement, index, value)
    }

    func bindNull(at index: Int32) {
        sqlite3_bind_null(statement, index)
    }

    /// - Precondition: the bytes stay where they are until the statement has run.
    func bind(blob bytes: UnsafeRawBufferPointer, at index: Int32) {
        if bytes.isEmpty {
            sqlite3_bind_zeroblob(statement, index, 0)
        } else {
            sqlite3_bind_blob(statement, index, bytes.baseAddress, Int32(bytes.count), nil)
        }
    }

    /// - Precondition: the bytes are UTF-8 and stay where they are until the statement has run.
    func bind(text bytes: UnsafeRawBufferPointer, at index: Int32) {
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        sqlite3_bind_text(statement, index, start ?? RawStatement.nothing, Int32(bytes.count), nil)
    }

    /// Binds a text that is copied.
    func bind(_ text: String?, at index: Int32) {
        guard let text else { return bindNull(at: index) }
        sqlite3_bind_text(statement, index, text, -1, RawStatement.transient)
    }

    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
    private static var nothing: UnsafePointer<CChar> {
        UnsafePointer(UnsafeRawPointer(("" as StaticString).utf8Start).assumingMemoryBound(to: CChar.self))
    }

    /// Runs a statement that gives no rows.
    func run() throws {
        defer { sqlite3_reset(statement) }
        let code = sqlite3_step(statement)
        guard code == SQLITE_DONE else { throw failure(code) }
    }

    /// The next row, if there is one; after the last one, or when no more are wanted, call ``end()``.
    func step() throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let failure = failure(code)
            sqlite3_reset(statement)
            throw failure
        }
    }

    func end() {
        sqlite3_reset(statement)
    }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)))
    }
}

/// Columns of the present row, from 0. A column may hold anything: what it must be is for the caller to check.
extension RawStatement {
    func isNull(_ index: Int32) -> Bool { sqlite3_column_type(statement, index) == SQLITE_NULL }

    func isInteger(_ index: Int32) -> Bool { sqlite3_column_type(statement, index) == SQLITE_INTEGER }

    func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(statement, index) }

    /// The bytes of a blob or a text; empty for anything else. They are good until the next step.
    func bytes(_ index: Int32) -> UnsafeRawBufferPointer {
        let type = sqlite3_column_type(statement, index)
        guard type == SQLITE_BLOB || type == SQLITE_TEXT, let start = sqlite3_column_blob(statement, index) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
    }

    func text(_ index: Int32) -> String? {
        isNull(index) ? nil : String(decoding: bytes(index), as: UTF8.self)
    }
}
