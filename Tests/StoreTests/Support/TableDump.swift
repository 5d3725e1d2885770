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
            return try names.flatMap { name in
                try Row.fetchAll(db, sql: "SELECT * FROM \"\(name)\"").map { row in
                    name + ": "
                        + row.map { "\($0.0) = \(text(of: $0.1))" }.joined(separator: ", ")
                }
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
