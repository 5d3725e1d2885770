import Bundles
import FieldRecords
import Foundation
import GRDB
import Store

extension TestReplica {
    /// Every row of every table, as text.
    func tables() throws -> [String] {
        let queue = try DatabaseQueue(path: home + "/" + Store.fileName)
        defer { try? queue.close() }
        return try queue.read { db in
            let names = try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
            let changes = try Data.fetchAll(db, sql: "SELECT content FROM chunk ORDER BY log, first")
                .flatMap { try Chunk(frame: [UInt8]($0)).changes }
            return try changes.map { "chunk: \($0)" }
                + names.flatMap { name in
                    try Row.fetchAll(db, sql: "SELECT * FROM \"\(name)\"").map { row in
                        name + ": "
                            + row.map { "\($0.0) = \(text(of: $0.1))" }.joined(separator: ", ")
                    }
                }
        }
    }

    /// Every change in the logs, as it is stored.
    func storedChanges() throws -> [Change] {
        let queue = try DatabaseQueue(path: home + "/" + Store.fileName)
        defer { try? queue.close() }
        return try queue.read { db in
            try Data.fetchAll(db, sql: "SELECT content FROM chunk ORDER BY log, first")
                .flatMap { try Chunk(frame: [UInt8]($0)).changes }
        }
    }

    /// Lets the store hold markers where it holds changes of a kind, as if the program had learnt what they are.
    func understand(kind: UInt8) throws {
        let queue = try DatabaseQueue(path: home + "/" + Store.fileName)
        defer { try? queue.close() }
        try queue.write { db in
            for row in try Row.fetchAll(db, sql: "SELECT id, content FROM chunk") {
                let chunk = try Chunk(frame: [UInt8](row[1] as Data))
                let changes = chunk.changes.map { change in
                    guard change.kind == .unknown(kind) else { return change }
                    return Change(time: change.time, author: change.author, context: change.context, action: .mark)
                }
                let understood = Chunk(
                    log: chunk.log, first: chunk.first, previous: chunk.previous, changes: changes,
                    signature: chunk.signature)
                try db.execute(
                    sql: "UPDATE chunk SET content = ? WHERE id = ?",
                    arguments: [Data(understood.frame), row[0] as Int64])
            }
        }
    }

    /// One number that the store answers.
    func count(_ sql: String) throws -> Int {
        let queue = try DatabaseQueue(path: home + "/" + Store.fileName)
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: sql) ?? 0 }
    }
}

private func text(of value: DatabaseValue) -> String {
    if case .blob(let data) = value.storage { return data.map { String($0, radix: 16) }.joined(separator: " ") }
    return "\(value)"
}
