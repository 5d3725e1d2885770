import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

/// What has reached this device of one node of the tree.
package struct StationWord: Sendable {
    /// When the last word was written or signed, in milliseconds since 1970 by this device's clock, as far as the
    /// difference of the clocks is known; nil where there is none.
    package var last: Int64?
    /// The node's devices that the host has not admitted: what they wrote is held and counts nowhere.
    package var waiting: [String] = []
    /// Changes that somebody is known to have and this device lacks, by the label of the log.
    package var missing: [MissingOfLog] = []
    /// Photos that records here name and that are still elsewhere.
    package var photosMissing = 0
    /// What the clocks of its devices differ from this one's, in milliseconds, by label; only where it was told.
    package var clockOffsets: [(replica: String, milliseconds: Int64)] = []

    /// Of a node that nothing was heard of.
    package init() {}
}

extension StoreReading {
    /// What was heard of each node, by node.
    ///
    /// A node is heard of by what its own devices wrote or signed, receipts among it, and by records that somebody above
    /// began there in its stead. What others only edited is no word of it.
    package func stationWords() throws -> [UInt64: StationWord] {
        var words: [UInt64: StationWord] = [:]
        for (node, time) in try timesOfOwnWords() + timesOfRecordsBegunForOthers() {
            words[node, default: StationWord()].last = max(words[node]?.last ?? .min, time)
        }
        for replica in try replicas() {
            if replica.standing == .waiting {
                words[replica.node, default: StationWord()].waiting.append(replica.label)
            }
            if let offset = replica.clockOffset {
                words[replica.node, default: StationWord()].clockOffsets.append((replica.label, offset))
            }
        }
        for (log, ranges) in try missingRanges() {
            let label = try label(log.replica) ?? "?"
            words[log.place.node, default: StationWord()].missing += ranges.map {
                MissingOfLog(log: label, from: $0.range.lowerBound, through: $0.range.upperBound, receipt: $0.receipt)
            }
        }
        for row in try rows(
            """
            SELECT place.node, count(*) FROM blob JOIN blob_place ON blob_place.digest = blob.digest
            JOIN place ON place.id = blob_place.place WHERE blob.content IS NULL GROUP BY place.node
            """)
        {
            words[try row.readNode(0), default: StationWord()].photosMissing = try row.read(1)
        }
        return words
    }

    /// What devices wrote where they stand, and the receipts they gave.
    private func timesOfOwnWords() throws -> [(node: UInt64, time: Int64)] {
        let receipts = try rows(
            """
            SELECT replica.node, replica.clock_offset, max(receipt.time)
            FROM receipt JOIN replica ON replica.id = receipt.replica
            WHERE replica.standing <> 'waiting' AND replica.node <> '' GROUP BY replica.id
            """
        ).map { row in
            let time = HybridTime(bits: try row.readBits(2))
            return (try row.readNode(0), time.milliseconds - (try row.readClockOffset(1) ?? 0))
        }
        // A receipt is later than all that it tells of; only what came beyond it has to be looked up.
        let logs = try rows(
            """
            SELECT replica.node, replica.clock_offset, log.id, log.held
            FROM log JOIN replica ON replica.id = log.replica JOIN place ON place.id = log.place
            WHERE log.held > 0 AND place.node = replica.node AND replica.standing <> 'waiting' AND NOT EXISTS (
                SELECT 1 FROM receipt WHERE receipt.replica = log.replica AND receipt.log = log.id
                    AND receipt.sequence >= log.held)
            """)
        return try receipts + logs.compactMap { try timeOfLast(in: $0) { _ in true } }
    }

    /// Records that devices from above began at a place that is not theirs.
    private func timesOfRecordsBegunForOthers() throws -> [(node: UInt64, time: Int64)] {
        try rows(
            """
            SELECT place.node, replica.clock_offset, log.id, log.held
            FROM log JOIN replica ON replica.id = log.replica JOIN place ON place.id = log.place
            WHERE log.held > 0 AND place.notices = 0 AND place.node <> replica.node AND replica.standing <> 'waiting'
            """
        ).compactMap { try timeOfLast(in: $0) { $0.kind == .begin } }
    }

    /// When the last change of a kind was made in a log, by this device's clock as far as the difference is known.
    ///
    /// - Parameter row: the node that it is a word of, the clock's offset, the log, and how far it is held.
    private func timeOfLast(
        in row: Row, where matches: (PackedChange) -> Bool
    ) throws -> (node: UInt64, time: Int64)? {
        var sequence = try row.readSequence(3)
        while let chunk = try heldChunk(of: try row.read(2), at: sequence) {
            let upTo = chunk.index(of: sequence)
            if let found = try packed(chunk).changes[...upTo].last(where: matches) {
                return (try row.readNode(0), found.time.milliseconds - (try row.readClockOffset(1) ?? 0))
            }
            sequence = chunk.first - 1
        }
        return nil
    }

    /// What is known to exist of each log and is not here: before what is parked, and up to what receipts tell.
    private func missingRanges() throws -> [LogID: [(range: ClosedRange<UInt64>, receipt: TellingReceipt?)]] {
        var missing: [LogID: [(range: ClosedRange<UInt64>, receipt: TellingReceipt?)]] = [:]
        for gap in try gaps() { missing[gap.log, default: []].append((gap.from...gap.through, nil)) }
        for row in try rows(
            """
            SELECT log.id, max(receipt.sequence),
                max(log.held, coalesce(
                    (SELECT max(last) FROM parked WHERE parked.log = log.id AND fork = 0 AND last <= ?), 0)),
                giver.label, giver.clock_offset, receipt.time, receipt.number
            FROM receipt JOIN log ON log.id = receipt.log JOIN replica AS giver ON giver.id = receipt.replica
            WHERE NOT EXISTS (SELECT 1 FROM fork WHERE fork.log = log.id)
            GROUP BY log.id
            """, [Int64(Dot<Int64>.sequenceMax)])
        {
            // SQLite takes the other columns from the row with the largest sequence.
            let (known, here) = (try row.readSequence(1), try row.readSequence(2))
            guard known > here else { continue }
            missing[try logName(row: try row.read(0)), default: []].append((here + 1...known, try tellingReceipt(row)))
        }
        return missing
    }
}
