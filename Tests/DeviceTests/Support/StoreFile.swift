import Bundles
import FieldRecords
import Foundation
import GRDB
import Store

/// The SQLite file of a device, seen from outside: as a thief, a careless hand or the sqlite3 shell would.
struct StoreFile {
    let path: String

    init(_ home: String) {
        path = home + "/" + Store.fileName
    }

    func execute(_ sql: String) throws {
        try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    func texts(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: path).read { try String.fetchAll($0, sql: sql) }
    }

    /// Moves all that lies in the write-ahead log into the file itself.
    func checkpoint() throws {
        try execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// All rows of a table as text, in order.
    func dump(_ tables: String...) throws -> [String] {
        try DatabaseQueue(path: path).read { db in
            try tables.flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }.sorted()
            }
        }
    }

    /// Whether a text stands anywhere in the bytes of the file or its write-ahead log, or in the logs once unpacked.
    func holds(_ text: String) throws -> Bool {
        let isThere = [path, path + "-wal"].contains { path in
            guard let data = FileManager.default.contents(atPath: path) else { return false }
            return data.range(of: Data(text.utf8)) != nil
        }
        let chunks = try DatabaseQueue(path: path).read { try Data.fetchAll($0, sql: "SELECT content FROM chunk") }
        return try isThere || chunks.contains { try "\(Chunk(frame: [UInt8]($0)).changes)".contains(text) }
    }

    /// The secrets by name, as they lie there.
    func secrets() throws -> [(name: String, value: [UInt8])] {
        try DatabaseQueue(path: path).read { db in
            try Row.fetchAll(db, sql: "SELECT name, value FROM secret").map {
                ($0["name"], [UInt8]($0["value"] as Data))
            }
        }
    }

    /// Whether bytes stand anywhere in the files of the device's folder.
    func folderHolds(_ bytes: [UInt8]) throws -> Bool {
        let folder = URL(filePath: path).deletingLastPathComponent()
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { name in
            FileManager.default.contents(atPath: folder.appending(path: name).path)?.range(of: Data(bytes)) != nil
        }
    }

    /// The nodes whose records it holds changes of.
    func nodesWithRecords() throws -> Set<String> {
        Set(
            try texts(
                """
                SELECT DISTINCT place.node FROM chunk JOIN log ON log.id = chunk.log
                JOIN place ON place.id = log.place WHERE place.notices = 0
                """))
    }
}
