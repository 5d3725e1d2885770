import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

/// Reads a device's file as anybody could with the sqlite3 shell: what the world believes of a device it takes from
/// here, never from the device's own word.
struct Witness {
    /// A change of a log, as the file has it.
    struct Change {
        let token: Int?
        let record: Int64?
        let kind: Int64
        let isApplied: Bool
        let void: String?
        /// The key of the log's replica, in hexadecimal.
        let replica: String
        let place: String
        let sequence: Int64
        let chain: Int64
        /// The hybrid time.
        let time: UInt64
    }

    /// A record, as the file has it.
    struct Record {
        let row: Int64
        let number: String
        let place: String
        let fields: [String: String]
        let conflicts: Set<String>
        let isDeleted: Bool
    }

    private let queue: DatabaseQueue

    /// Opens the file of a device's folder, to read only.
    init(home: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(1)
        queue = try DatabaseQueue(path: home + "/yilu.sqlite", configuration: configuration)
    }

    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try queue.read { try Row.fetchAll(try $0.cachedStatement(sql: sql), arguments: arguments) }
    }

    /// All changes of the logs of records, people's and markers.
    func changes() throws -> [Change] {
        let records = try recordRows()
        let voids = try Dictionary(
            uniqueKeysWithValues: rows("SELECT log, sequence, reason FROM void").map {
                ("\($0[0] as Int64) \($0[1] as Int64)", $0[2] as String)
            })
        return try entries().filter { !$0.isNotice }.map { entry in
            Change(
                token: Deed.token(of: entry.change.author),
                record: Witness.name(of: entry).flatMap { records[$0] }, kind: Int64(entry.change.kind.number),
                isApplied: entry.isApplied, void: voids["\(entry.log) \(entry.sequence)"], replica: entry.replica,
                place: entry.place, sequence: entry.sequence, chain: entry.chain, time: entry.change.time.bits)
        }
    }

    /// The tokens of all saves applied here.
    func applied() throws -> Set<Int> {
        Set(try entries().filter(\.isApplied).compactMap { Deed.token(of: $0.change.author) })
    }

    /// The tokens of all saves whose changes are stored here, applied or not, parked ones left out.
    func held() throws -> Set<Int> {
        Set(try entries().compactMap { Deed.token(of: $0.change.author) })
    }

    /// The tokens of saves on branches of a fork that do not keep the name: set aside here until they are issued anew.
    func heldAside() throws -> Set<Int> {
        Set(
            try rows("SELECT chunk FROM parked WHERE fork > 0").flatMap { row in
                try Chunk(encoded: [UInt8](row[0] as Data)).changes.compactMap { Deed.token(of: $0.author) }
            })
    }

    /// What one save set, field by field, as JSON; nil where it is not here.
    func fields(ofToken token: Int) throws -> (fields: [String: String], record: Int64, kind: Int64)? {
        guard let entry = try entries().last(where: { Deed.token(of: $0.change.author) == token }),
            let name = Witness.name(of: entry), let record = try recordRows()[name]
        else { return nil }
        let patch = entry.change.writing?.patch.json
        var fields = try Witness.members(patch.map { String(decoding: $0, as: UTF8.self) })
        if case .kept(let values, _)? = entry.change.writing?.personal {
            fields.merge(try Witness.members(String(decoding: values.json, as: UTF8.self))) { one, _ in one }
        }
        return (fields, record, Int64(entry.change.kind.number))
    }

    /// All records that were begun.
    func records() throws -> [Record] {
        try rows(
            """
            SELECT record.id, replica.label, number, place.node, fields, conflicts, deleted
            FROM record JOIN replica ON replica.id = record.replica
            JOIN place ON place.id = record.place AND notices = 0 WHERE form IS NOT NULL
            """
        ).map { row in
            Record(
                row: row[0], number: "\(row[1] as String)-\(row[2] as Int64)", place: row[3],
                fields: try Witness.members(row[4]),
                conflicts: Set(
                    try (row[5] as String?).flatMap { try JSONValue(parsing: $0.utf8).elements?.compactMap(\.text) }
                        ?? []),
                isDeleted: row[6])
        }
    }

    private static func members(_ text: String?) throws -> [String: String] {
        guard let text else { return [:] }
        let members = try JSONValue(parsing: text.utf8).members ?? []
        return Dictionary(members.map { ($0.key, $0.value.compact) }) { one, _ in one }
    }
}

extension Witness {
    /// This device's own replica: its key in hexadecimal, and the label it goes by.
    func identity() throws -> (key: String, label: String) {
        guard
            let row = try rows(
                "SELECT hex(key), label FROM replica WHERE id = (SELECT value FROM fact WHERE name = 'replica')"
            ).first
        else { return ("", "") }
        return (row[0], row[1])
    }

    /// The label by which this device knows an enrolled one; nil where it does not.
    func label(ofKey key: String) throws -> String? {
        try rows("SELECT label FROM replica WHERE hex(key) = ? AND standing = 'enrolled'", [key]).first?[0]
    }

    /// The labels of those whom the host has not spoken of.
    func waiting() throws -> [String] {
        try rows("SELECT label FROM replica WHERE standing = 'waiting' ORDER BY id").map { $0[0] }
    }

    /// What others' receipts say they hold of logs here.
    func receipts() throws -> [(
        giver: String, log: String, place: String, notices: Bool, sequence: Int64, chain: Int64
    )] {
        try rows(
            """
            SELECT hex(giver.key), hex(writer.key), place.node, place.notices, receipt.sequence, receipt.chain
            FROM receipt JOIN replica AS giver ON giver.id = receipt.replica
            JOIN log ON log.id = receipt.log JOIN replica AS writer ON writer.id = log.replica
            JOIN place ON place.id = log.place
            """
        ).map { ($0[0], $0[1], $0[2], $0[3], $0[4], $0[5]) }
    }

    /// The chain prefix of a change; nil where it is not here.
    func chain(log: String, place: String, notices: Bool, sequence: Int64) throws -> Int64? {
        try rows(
            """
            SELECT chunk.first, chains FROM chunk JOIN log ON log.id = chunk.log
            JOIN replica ON replica.id = log.replica JOIN place ON place.id = log.place
            WHERE hex(replica.key) = ?1 AND place.node = ?2 AND place.notices = ?3 AND first <= ?4 AND last >= ?4
            """, [log, place, notices, sequence]
        ).first.map { row in
            let start = Int(sequence - row[0] as Int64) * 8
            let bytes = [UInt8](row[1] as Data)[start..<start + 8]
            return Int64(bitPattern: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
    }

    /// The digests, in hexadecimal, of the photos that are whole here, or of those that are named and are not.
    func photos(held: Bool) throws -> Set<String> {
        Set(try rows("SELECT hex(digest) FROM blob WHERE (content IS NOT NULL) = ?", [held]).map { $0[0] })
    }

    /// Whether a fork of any log is known here.
    func knowsFork() throws -> Bool {
        try !rows("SELECT 1 FROM fork LIMIT 1").isEmpty
    }
}

extension Witness {
    /// The token of the save that began a record, and counts.
    func beginning(ofRecord row: Int64) throws -> Int? {
        try changes().filter { $0.record == row && $0.kind == 1 && $0.void == nil && $0.isApplied }
            .min { $0.sequence < $1.sequence }?.token
    }
}
