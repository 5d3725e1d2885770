import Causality
import Crypto
import FieldRecords
import Foundation
import GRDB

/// Facts about this device, by name.
package enum Fact: String, Sendable {
    /// The network's id, 64 hexadecimal digits.
    case network
    case networkName
    /// The node at the root of the tree, 16 hexadecimal digits.
    case rootNode
    /// The root's certificate, DER.
    case rootCertificate
    /// The row of this device's own replica.
    case replica
    /// The name of whoever writes here by default.
    case author
    /// Where the host listens, `HOST:PORT`.
    case hostAddress
    /// Whether all may see all.
    case isOpen
    /// Minutes east of UTC in which the network counts its days.
    case utcOffsetMinutes
    /// The number of the last record begun here.
    case lastRecordNumber
    /// The number of the last notice of the district published here.
    case lastNoticeNumber
    /// The last hybrid time issued or followed.
    case clock
    /// The number of the last receipt given.
    case lastReceiptNumber
    case ownCommits
    case ownMark
    case machine
    /// Why the identity changed last, for the status.
    case succession
    /// What the views of the forms were made from.
    case formViews
    /// 1 while bytes that were replaced for good have still to leave the file and the log beside it.
    case forgetting
    /// Logs of which changes came without personal values, though no erasure that is here took them, and the first such
    /// change of each: `LOG:SEQUENCE,…` by the rows of the logs.
    case lackingValues
    /// At the host: the invitation that each device was given last to move with, `DEVICE:SERIAL,…` by the devices' rows.
    case moveInvitations
}

extension StoreReading {
    package func text(_ fact: Fact) throws -> String? {
        try String.fetchOne(
            try db.cachedStatement(sql: "SELECT value FROM fact WHERE name = ?"), arguments: [fact.rawValue])
    }

    package func number(_ fact: Fact) throws -> Int64? {
        try integer("SELECT value FROM fact WHERE name = ?", [fact.rawValue])
    }

    /// How far something was counted; 0 before the first.
    package func counter(_ fact: Fact) throws -> Int64 {
        let count = try number(fact) ?? 0
        guard (0...Int64(Dot<Int64>.sequenceMax)).contains(count) else {
            throw StoreError.notAStore(path: "fact.\(fact.rawValue)", reason: "a value that cannot be")
        }
        return count
    }

    package func bytes(_ fact: Fact) throws -> [UInt8]? {
        try Data.fetchOne(
            try db.cachedStatement(sql: "SELECT value FROM fact WHERE name = ?"), arguments: [fact.rawValue]
        ).map { [UInt8]($0) }
    }

    /// How far this device's replica has come; nil before it has one.
    func identityMark() throws -> IdentityMark? {
        guard let replica = try number(.replica),
            let key = try Data.fetchOne(db, sql: "SELECT key FROM replica WHERE id = ?", arguments: [replica])
        else { return nil }
        return IdentityMark(
            replica: Hexadecimal.text(of: [UInt8](key)),
            commits: UInt64(try counter(.ownCommits)),
            hash: try bytes(.ownMark) ?? [UInt8](repeating: 0, count: 32),
            machine: try text(.machine) ?? "")
    }
}

extension StoreWriting {
    package func set(_ fact: Fact, _ value: String?) throws {
        try setValue(fact, value?.databaseValue ?? .null)
    }

    package func set(_ fact: Fact, _ value: Int64) throws {
        try setValue(fact, value.databaseValue)
    }

    package func set(_ fact: Fact, _ value: [UInt8]) throws {
        try setValue(fact, Data(value).databaseValue)
    }

    private func setValue(_ fact: Fact, _ value: DatabaseValue) throws {
        try run("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", [fact.rawValue, value])
    }

    /// The number of this replica's next receipt.
    ///
    /// It counts as a commit of the identity: two copies that only read and carry are found out by their receipts.
    package func nextReceiptNumber() throws -> Int64 {
        let number = try counter(.lastReceiptNumber) + 1
        try set(.lastReceiptNumber, number)
        try advanceIdentityMark(over: Array("receipt \(number)".utf8))
        return number
    }

    /// Counts one more transaction that wrote to this replica's logs, or gave a receipt in its name.
    func advanceIdentityMark(over chain: [UInt8]) throws {
        let commits = try counter(.ownCommits)
        let mark = try bytes(.ownMark) ?? []
        try set(.ownCommits, commits + 1)
        try set(.ownMark, Array(SHA256.hash(data: mark + chain)))
    }
}
