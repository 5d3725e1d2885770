package import Bundles
package import Causality
import Foundation
import GRDB

extension StoreReading {
    /// What a replica's receipts say it holds, on the branch that is held here.
    ///
    /// A receipt that speaks of another branch says nothing of ours: its log counts as not held.
    package func acknowledged(by replica: ReplicaID) throws -> [LogID: UInt64] {
        var acknowledged: [LogID: UInt64] = [:]
        for row in try rows(
            """
            SELECT other.key, place.node, place.notices, receipt.sequence, receipt.chain, receipt.log,
                (SELECT min(sequence) FROM fork WHERE fork.log = receipt.log)
            FROM receipt JOIN replica ON replica.id = receipt.replica
            JOIN log ON log.id = receipt.log JOIN replica AS other ON other.id = log.replica
            JOIN place ON place.id = log.place
            WHERE replica.key = ?
            """, [Data(replica.bytes)])
        {
            let log = LogID(
                replica: try row.readReplica(0),
                place: try row.readPlace(node: 1, notices: 2))
            let sequence = try row.readSequence(3)
            acknowledged[log] = Self.certain(
                of: HeldMark(sequence: sequence, chainPrefix: try row.readBits(4)),
                chainHere: try chainPrefix(at: Dot(log: try row.read(5), sequence: sequence)),
                split: try row.readOptionalSequence(6))
        }
        // Two devices that still bear one name give receipts under it; of their log only what both share is certain,
        // until the one that loses the name has taken up another.
        for row in try rows(
            """
            SELECT place.node, place.notices, min(fork.sequence) FROM fork JOIN log ON log.id = fork.log
            JOIN replica ON replica.id = log.replica JOIN place ON place.id = log.place
            WHERE replica.key = ? AND NOT EXISTS (SELECT 1 FROM replica AS heir WHERE heir.predecessor = replica.id)
            GROUP BY log.id
            """, [Data(replica.bytes)])
        {
            let log = LogID(replica: replica, place: try row.readPlace(node: 0, notices: 1))
            let split = try row.readSequence(2)
            acknowledged[log] = min(acknowledged[log] ?? 0, max(split, 1) - 1)
        }
        return acknowledged
    }

    /// How far a receipt tells that the branch held here is held there.
    ///
    /// What is not held here cannot be compared, and need not be: there is nothing to send beyond it. But where the log
    /// has two histories, only what both share is certain.
    ///
    /// - Parameters:
    ///   - chainHere: the chain prefix here at the receipt's number; nil where it is not held.
    ///   - split: the first change in which two histories of the log differ; nil where it has one.
    private static func certain(of mark: HeldMark, chainHere: UInt64?, split: UInt64?) -> UInt64 {
        if chainHere == mark.chainPrefix || (chainHere == nil && split == nil) { return mark.sequence }
        return min(mark.sequence, max(split ?? 1, 1) - 1)
    }

    /// How far a mark of a log, as a receipt tells it, is one of the branch that is held here.
    func certain(of mark: HeldMark, log: Int64) throws -> UInt64 {
        Self.certain(
            of: mark, chainHere: try chainPrefix(at: Dot(log: log, sequence: mark.sequence)),
            split: try integer("SELECT min(sequence) FROM fork WHERE log = ?", [log]).map { UInt64(clamping: $0) })
    }

    /// The blobs that a replica lacks, of each place by the newest of its receipts that speak of it; nil where it never
    /// gave one.
    package func missingBlobs(of replica: ReplicaID) throws -> Set<[UInt8]>? {
        guard let row = try replicaRow(replica),
            try integer("SELECT max(number) FROM receipt_statement WHERE replica = ?", [row]) != nil
        else { return nil }
        return Set(
            try Data.fetchAll(db, sql: "SELECT digest FROM receipt_missing WHERE replica = ?", arguments: [row])
                .map { [UInt8]($0) })
    }

    /// Whether a receipt is known here, and with it all that it says of logs here: when it came first it may have spoken
    /// of places that this device did not know it may hold.
    package func isTakenIn(_ receipt: Receipt, statement: [UInt8]) throws -> Bool {
        guard let giver = try replicaRow(receipt.replica),
            try receiptStatements(of: receipt.replica).contains(statement)
        else { return false }
        let told = try logsTold(by: giver)
        return try receipt.entries.allSatisfy { try logNumber($0.log).map(told.contains) ?? true }
    }

    /// The rows of the logs of which a replica's receipts said something.
    func logsTold(by giver: Int64) throws -> Set<Int64> {
        Set(try rows("SELECT log FROM receipt WHERE replica = ?", [giver]).map { try $0.read(0) })
    }

    /// The newest receipt of one replica, signed; none where it never gave one.
    package func receiptStatements(of replica: ReplicaID) throws -> [[UInt8]] {
        guard let row = try replicaRow(replica) else { return [] }
        return try Data.fetchAll(
            db,
            sql: """
                SELECT statement FROM \(Self.receiptStatements) AND replica = ? ORDER BY number DESC, statement LIMIT 1
                """, arguments: [row]
        ).map { [UInt8]($0) }
    }

    /// The signed receipts of others, to carry on: of each replica those that count. Whoever is not heard has none.
    package func receiptStatements() throws -> [[UInt8]] {
        try Data.fetchAll(
            db,
            sql: """
                SELECT statement FROM \(Self.receiptStatements)
                AND replica NOT IN (SELECT id FROM replica WHERE standing IN ('waiting', 'revoked', 'refused'))
                """
        ).map { [UInt8]($0) }
    }
}

extension StoreWriting {
    /// Takes in a receipt whose signature was verified, of a device that the host has enrolled: what others sign before,
    /// or after they were cut off, is nobody's word, and would fill the file.
    ///
    /// Per log the newest counts, and a log that it does not name, of a place that it speaks of, is not held. Two
    /// receipts of one number, or one that is newer by its number and older by its time, count as the smaller. One that
    /// tells less is that of a device that was rolled back: it is believed, and others offer again what it lacks.
    ///
    /// One that is not whole (``Receipt/isWhole``) tells of no photo that it arrived, so it tells nothing.
    ///
    /// - Parameter mayHold: whether this device may hold a place, or might once; of others it keeps nothing.
    /// - Returns: true when it told something new.
    @discardableResult
    package func take(
        _ receipt: Receipt, statement: [UInt8], mayHold: (PlaceID) -> Bool, start: (LogID) -> ChainHash
    ) throws -> Bool {
        guard receipt.isWhole, let giver = try replicaRow(receipt.replica) else { return false }
        let known = try receiptsThatCount(of: giver)
        let isNew = !known.contains(receipt)
        let told = isNew ? [] : try logsTold(by: giver)
        // What a newer one speaks of, one that was overtaken is silent about.
        let outdated = known.reduce(into: Set<PlaceID>()) { places, other in
            if ReceiptStanding(receipt, beside: other) == .overtaken { places.formUnion(other.places) }
        }
        let entries = Dictionary(grouping: receipt.entries, by: \.log.place)
        var isNews = isNew
        for place in receipt.places where mayHold(place) && !outdated.contains(place) {
            var named = Dictionary(uniqueKeysWithValues: (entries[place] ?? []).map { ($0.log, $0) })
            for log in try logRows(of: [place]) where named[log.name] == nil {
                named[log.name] = Receipt.Entry(log: log.name, sequence: 0, chainPrefix: 0)
            }
            for (name, entry) in named.sorted(by: { $0.key < $1.key }) where try mayCome(name) {
                let log = try ensureLog(name, start: { start(name) })
                guard !told.contains(log.id) else { continue }
                try take(entry, of: giver, log: log.id, receipt: receipt)
                isNews = true
            }
        }
        guard isNew else { return isNews }
        try keep(receipt, statement: statement, of: giver, known: known)
        return true
    }

    private func take(_ entry: Receipt.Entry, of giver: Int64, log: Int64, receipt: Receipt) throws {
        var mark = HeldMark(sequence: entry.sequence, chainPrefix: entry.chainPrefix)
        var (number, time) = (receipt.number, receipt.time)
        let stored = try row(
            "SELECT number, sequence, chain, time FROM receipt WHERE replica = ? AND log = ?", [giver, log])
        if let stored {
            let known = HeldMark(sequence: try stored.readSequence(1), chainPrefix: try stored.readBits(2))
            let knownNumber = UInt64(clamping: try stored.read(0) as Int64)
            let knownTime = HybridTime(bits: try stored.readBits(3))
            switch ReceiptStanding(number: number, time: time, knownNumber: knownNumber, knownTime: knownTime) {
            case .newest: break
            case .overtaken: return
            case .disputed:
                if try certain(of: known, log: log) < certain(of: mark, log: log) { mark = known }
                (number, time) = (max(number, knownNumber), max(time, knownTime))
            }
            if mark.sequence < known.sequence { effects.withdrawnReceipts += 1 }
        }
        try run(
            """
            INSERT OR REPLACE INTO receipt (replica, log, number, sequence, chain, time) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                giver, log, Int64(clamping: number), Int64(mark.sequence), Int64(bitPattern: mark.chainPrefix),
                Int64(bitPattern: time.bits),
            ])
    }
}
