import Causality
import GRDB

/// Changes of one log that somebody is known to have and this device lacks.
package struct MissingOfLog: Sendable {
    /// The label of the log's replica.
    package let log: String
    package let from: UInt64
    package let through: UInt64
    /// Nil where what came later tells that there is a gap.
    package let receipt: TellingReceipt?
}

/// A receipt that tells of changes which are not here.
package struct TellingReceipt: Hashable, Sendable {
    /// The label of the device that gave it: it holds them.
    package let replica: String
    /// When it gave it, in milliseconds since 1970 by this device's clock as far as the difference is known.
    package let time: Int64
    /// How it came: `stick`, `sync`; nil where nobody noted it.
    package let way: String?
}

extension StoreReading {
    /// The receipt in the last columns of a row: its giver, that one's clock, the time and the number.
    func tellingReceipt(_ row: Row) throws -> TellingReceipt {
        let label: String = try row.read(3)
        return TellingReceipt(
            replica: label,
            time: HybridTime(bits: try row.readBits(5)).milliseconds - (try row.readClockOffset(4) ?? 0),
            way: try wayHome(ofReceipt: UInt64(clamping: try row.read(6) as Int64), from: label))
    }
}
