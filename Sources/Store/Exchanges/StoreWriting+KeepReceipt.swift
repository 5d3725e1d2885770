import Bundles
import Causality
import Foundation
import GRDB

extension StoreWriting {
    /// Keeps a receipt that counts, and what it says is missing.
    ///
    /// Where several count beside one another, the one with the highest number and the one of the latest time are kept.
    /// Sent back to a giver that does not know the first, it tells that somebody else goes by its name, or that its own
    /// file is old. Whatever lies between the two in one and not in the other disputes one of them, as it would dispute
    /// what stood between; so however many a device signs, the next costs no more than the third.
    ///
    /// - Parameter known: those of its giver that count so far.
    func keep(_ receipt: Receipt, statement: [UInt8], of giver: Int64, known: [Receipt]) throws {
        let standings = known.map { ReceiptStanding(receipt, beside: $0) }
        if standings.contains(.overtaken) { return }
        if !standings.contains(.disputed) { try forgetMissing(at: Set(receipt.places), of: giver) }
        try note(missing: receipt.missing, of: giver)
        try run(
            "INSERT OR REPLACE INTO receipt_statement (replica, number, statement) VALUES (?, ?, ?)",
            [giver, Int64(clamping: receipt.number), Data(statement)])
        let standing = known.filter { $0.number != receipt.number } + [receipt]
        let highest = standing.max { $0.number < $1.number }
        let latest = standing.max { ($0.time, $0.number) < ($1.time, $1.number) }
        try run(
            "DELETE FROM receipt_statement WHERE replica = ? AND number NOT IN (?, ?)",
            [giver, Int64(clamping: highest?.number ?? 0), Int64(clamping: latest?.number ?? 0)])
    }

    /// Forgets what was missing at places of which a newer receipt speaks, and what no place here names. Of other places
    /// stands what was told before.
    private func forgetMissing(at places: Set<PlaceID>, of giver: Int64) throws {
        guard try integer("SELECT 1 FROM receipt_missing WHERE replica = ? LIMIT 1", [giver]) != nil else { return }
        var elsewhere: Set<Data> = []
        var spokenOf: Set<Data> = []
        for row in try rows(
            """
            SELECT blob_place.digest, place.node, place.notices FROM blob_place JOIN place ON place.id = blob_place.place
            WHERE blob_place.digest IN (SELECT digest FROM receipt_missing WHERE replica = ?)
            """, [giver])
        {
            let digest = Data(try row.readBytes(0))
            if places.contains(try row.readPlace(node: 1, notices: 2)) {
                spokenOf.insert(digest)
            } else {
                elsewhere.insert(digest)
            }
        }
        try run("DELETE FROM receipt_missing WHERE replica = ?", [giver])
        for digest in elsewhere.subtracting(spokenOf) {
            try run("INSERT INTO receipt_missing (replica, digest) VALUES (?, ?)", [giver, digest])
        }
    }

    /// Notes what a receipt says is missing, beside what those that it disputes say. Of what no place here names only
    /// so much: whoever makes it up fills no file.
    private func note(missing: [[UInt8]], of giver: Int64) throws {
        let unnamed = try integer(
            """
            SELECT count(*) FROM receipt_missing WHERE replica = ?
            AND NOT EXISTS (SELECT 1 FROM blob WHERE blob.digest = receipt_missing.digest)
            """, [giver])
        let isFull = unnamed ?? 0 > Int64(Receipt.missingMax)
        for digest in missing where try !isFull || isNamed(blob: digest) {
            try run("INSERT OR IGNORE INTO receipt_missing (replica, digest) VALUES (?, ?)", [giver, Data(digest)])
        }
    }
}
