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

    private func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try queue.read { try Row.fetchAll(try $0.cachedStatement(sql: sql), arguments: arguments) }
    }

    /// All changes of the logs of records, people's and markers.
    func changes() throws -> [Change] {
        try rows(
            """
            SELECT author, record, kind, sequence <= applied, void, hex(replica.key), place.node, sequence,
                change.chain, time
            FROM change JOIN log ON log.id = change.log JOIN place ON place.id = log.place AND notices = 0
            JOIN replica ON replica.id = log.replica
            """
        ).map {
            Change(
                token: Deed.token(of: $0[0]), record: $0[1], kind: $0[2], isApplied: $0[3], void: $0[4],
                replica: $0[5], place: $0[6], sequence: $0[7], chain: $0[8], time: UInt64(bitPattern: $0[9] as Int64))
        }
    }

    /// The tokens of all saves applied here.
    func applied() throws -> Set<Int> {
        Set(
            try rows(
                "SELECT author FROM change JOIN log ON log.id = change.log WHERE sequence <= applied AND author <> ''"
            ).compactMap { Deed.token(of: $0[0]) })
    }

    /// The tokens of all saves whose changes are stored here, applied or not, parked ones left out.
    func held() throws -> Set<Int> {
        Set(try rows("SELECT author FROM change WHERE author <> ''").compactMap { Deed.token(of: $0[0]) })
    }

    /// What one save set, field by field, as JSON; nil where it is not here.
    func fields(ofToken token: Int) throws -> (fields: [String: String], record: Int64, kind: Int64)? {
        guard
            let row = try rows(
                "SELECT patch, personal, record, kind FROM change WHERE author = ?", [Deed.author(token)]
            ).first, let record = row[2] as Int64?
        else { return nil }
        var fields = try Witness.members(row[0])
        fields.merge(try Witness.members(row[1])) { one, _ in one }
        return (fields, record, row[3])
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
            SELECT change.chain FROM change JOIN log ON log.id = change.log
            JOIN replica ON replica.id = log.replica JOIN place ON place.id = log.place
            WHERE hex(replica.key) = ? AND place.node = ? AND place.notices = ? AND sequence = ?
            """, [log, place, notices, sequence]
        ).first?[0]
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
        try rows(
            """
            SELECT author FROM change JOIN log ON log.id = change.log
            WHERE record = ? AND kind = 1 AND void IS NULL AND sequence <= applied ORDER BY sequence LIMIT 1
            """, [row]
        ).first.flatMap { Deed.token(of: $0[0]) }
    }
}
