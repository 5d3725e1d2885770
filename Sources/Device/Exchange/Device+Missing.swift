import Bundles
import Causality
import Store

extension Device {
    /// What is missing before changes that are here already, log by log.
    static func missing(_ reading: StoreReading) throws -> [MissingRange] {
        try reading.gaps().map {
            MissingRange(log: try reading.label($0.log.replica) ?? "?", from: $0.from, through: $0.through)
        }
    }

    /// Tells bundles that were taken in one after another by what still waits now: a later one may have brought what an
    /// earlier one lacked.
    ///
    /// - Returns: what is missing now, whatever came of the last of them.
    package func bringUpToDate(_ summaries: inout [ImportSummary]) throws -> [MissingRange] {
        let told = summaries
        let (settled, missing) = try read { reading, _ in
            let missing = try Device.missing(reading)
            let settled = try told.map { summary in
                var summary = summary
                let arrived = try summary.waiting.filter { try !reading.isWaiting($0) }
                summary.waiting.subtract(arrived)
                let unparked = arrived.reduce(0) { $0 + Int(clamping: $1.count) }
                summary.changes.parked -= unparked
                summary.unparked += unparked
                let logs = Set(summary.missing.map(\.log))
                summary.missing = missing.filter { logs.contains($0.log) }
                return summary
            }
            return (settled, missing)
        }
        summaries = settled
        return missing
    }
}
