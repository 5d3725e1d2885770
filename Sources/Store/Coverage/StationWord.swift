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
    /// began there in its stead. What others only edited is no word of it, nor is what a revoked device wrote beyond its
    /// cut or signed.
    ///
    /// - Parameter latest: the latest time that is believed, in milliseconds since 1970.
    package func stationWords(latest: Int64) throws -> [UInt64: StationWord] {
        var words: [UInt64: StationWord] = [:]
        for (node, time) in try WordTimes(self, latest: latest).all() {
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
