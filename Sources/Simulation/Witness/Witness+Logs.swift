import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

/// The logs, unpacked by the documented format of chunks.
extension Witness {
    /// A change as the file has it.
    struct Entry {
        let change: FieldRecords.Change
        /// The row of the log.
        let log: Int64
        let sequence: Int64
        let chain: Int64
        let isApplied: Bool
        let isNotice: Bool
        /// The key of the log's replica, in hexadecimal.
        let replica: String
        let place: String
        let placeRow: Int64
    }

    /// Every change that is stored here, parked ones left out.
    func entries() throws -> [Entry] {
        try rows(
            """
            SELECT chunk.first, content, chains, log.id, applied, hex(replica.key), place.node, notices, place.id
            FROM chunk JOIN log ON log.id = chunk.log JOIN place ON place.id = log.place
            JOIN replica ON replica.id = log.replica ORDER BY log.id, chunk.first
            """
        ).flatMap { row in
            let first: Int64 = row[0]
            let chains = [UInt8](row[2] as Data)
            let applied: Int64 = row[4]
            return try Chunk(frame: [UInt8](row[1] as Data)).changes.enumerated().map { index, change in
                let chain = chains[index * 8..<index * 8 + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                return Entry(
                    change: change, log: row[3], sequence: first + Int64(index), chain: Int64(bitPattern: chain),
                    isApplied: first + Int64(index) <= applied, isNotice: row[7], replica: row[5], place: row[6],
                    placeRow: row[8])
            }
        }
    }

    /// The rows of the records, by place and name.
    func recordRows() throws -> [String: Int64] {
        Dictionary(
            uniqueKeysWithValues: try rows(
                "SELECT record.id, record.place, hex(key), number FROM record JOIN replica ON replica.id = replica"
            ).map { ("\($0[1] as Int64) \($0[2] as String) \($0[3] as Int64)", $0[0]) })
    }

    /// The name under which ``recordRows()`` has a change's record.
    static func name(of entry: Entry) -> String? {
        entry.change.record.map { record in
            let key = record.replica.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
            return "\(entry.placeRow) \(key.joined()) \(record.number)"
        }
    }

    /// The tokens of the saves that each record was made of, by its row.
    func saves() throws -> [Int64: [Int]] {
        let tokens = try Dictionary(
            uniqueKeysWithValues: entries().compactMap { entry in
                Deed.token(of: entry.change.author).map { ("\(entry.log) \(entry.sequence)", $0) }
            })
        return try Dictionary(
            uniqueKeysWithValues: rows("SELECT id, changes FROM record WHERE form IS NOT NULL").map { row in
                let dots = Witness.varints([UInt8](row[1] as Data))
                return (
                    row[0],
                    stride(from: 0, to: dots.count, by: 2).compactMap { tokens["\(dots[$0]) \(dots[$0 + 1])"] }
                )
            })
    }

    /// Whole numbers one after another (LEB128).
    private static func varints(_ bytes: [UInt8]) -> [UInt64] {
        var numbers: [UInt64] = []
        var (value, shift) = (UInt64(0), UInt64(0))
        for byte in bytes {
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
            guard byte < 0x80 else { continue }
            numbers.append(value)
            (value, shift) = (0, 0)
        }
        return numbers
    }
}
