import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

/// When each node was last heard of, by this device's clock as far as the difference of the clocks is known.
///
/// Who once had a clock years ahead goes on with stamps that are years ahead, since they never go back. Such a time tells
/// nothing. In its stead counts when that device was last heard here itself, and what it wrote before.
struct WordTimes {
    private let reading: StoreReading
    /// The latest time that is believed.
    private let latest: Int64
    /// When each device was last heard here itself, by label.
    private let heard: [String: Int64]

    init(_ reading: StoreReading, latest: Int64) throws {
        self.reading = reading
        self.latest = latest
        heard = try reading.lastHeard(until: latest)
    }

    /// Nodes and times, in milliseconds since 1970; a node may stand in it several times.
    func all() throws -> [(node: UInt64, time: Int64)] {
        let (receipts, givers) = try ofReceipts()
        return try receipts + ofOwnLogs(beyond: givers) + ofRecordsBegunForOthers()
    }

    /// The receipts that devices gave; and the rows of those devices of which one has a time that can be believed.
    private func ofReceipts() throws -> (times: [(node: UInt64, time: Int64)], givers: Set<Int64>) {
        var times: [(node: UInt64, time: Int64)] = []
        var givers: Set<Int64> = []
        for row in try reading.rows(
            """
            SELECT DISTINCT replica.node, replica.clock_offset, receipt.time, replica.id, replica.label
            FROM receipt JOIN replica ON replica.id = receipt.replica
            WHERE replica.standing NOT IN ('waiting', 'revoked', 'refused') AND replica.node <> ''
            """)
        {
            let node = try row.readNode(0)
            let told = HybridTime(bits: try row.readBits(2)).milliseconds - (try row.readClockOffset(1) ?? 0)
            if told <= latest {
                givers.insert(try row.read(3))
                times.append((node, told))
            } else if let time = heard[try row.read(4)] {
                times.append((node, time))
            }
        }
        return (times, givers)
    }

    /// What devices wrote where they stand.
    ///
    /// - Parameter givers: devices with receipts whose times can be believed: such a receipt is later than all that it
    ///   tells of, and only what came beyond it has to be looked up.
    private func ofOwnLogs(beyond givers: Set<Int64>) throws -> [(node: UInt64, time: Int64)] {
        try reading.rows(
            """
            SELECT replica.node, replica.clock_offset, log.id, \(Self.counted), replica.id, EXISTS (
                SELECT 1 FROM receipt WHERE receipt.replica = log.replica AND receipt.log = log.id
                    AND receipt.sequence >= log.held)
            FROM log JOIN replica ON replica.id = log.replica JOIN place ON place.id = log.place
            WHERE log.held > 0 AND place.node = replica.node AND replica.standing NOT IN ('waiting', 'refused')
            """
        ).compactMap { row in
            if try row.read(5), givers.contains(try row.read(4)) { return nil }
            return try timeOfLast(in: row) { _ in true }
        }
    }

    /// Records that devices from above began at a place that is not theirs.
    private func ofRecordsBegunForOthers() throws -> [(node: UInt64, time: Int64)] {
        try reading.rows(
            """
            SELECT place.node, replica.clock_offset, log.id, \(Self.counted)
            FROM log JOIN replica ON replica.id = log.replica JOIN place ON place.id = log.place
            WHERE log.held > 0 AND place.notices = 0 AND place.node <> replica.node
                AND replica.standing NOT IN ('waiting', 'refused')
            """
        ).compactMap { try timeOfLast(in: $0) { $0.kind == .begin } }
    }

    /// How far a log is held and counts.
    private static let counted = "min(log.held, coalesce(log.cut, log.held))"

    /// When the last change of a kind was made in a log, of those whose time can be believed.
    ///
    /// - Parameter row: the node that it is a word of, the clock's offset, the log, and how far it is held and counts.
    private func timeOfLast(
        in row: Row, where matches: (PackedChange) -> Bool
    ) throws -> (node: UInt64, time: Int64)? {
        var sequence = try row.readSequence(3)
        let offset = try row.readClockOffset(1) ?? 0
        while sequence > 0, let chunk = try reading.heldChunk(of: try row.read(2), at: sequence) {
            let changes = try reading.packed(chunk).changes[...chunk.index(of: sequence)]
            if let found = changes.last(where: { matches($0) && $0.time.milliseconds - offset <= latest }) {
                return (try row.readNode(0), found.time.milliseconds - offset)
            }
            sequence = chunk.first - 1
        }
        return nil
    }
}
