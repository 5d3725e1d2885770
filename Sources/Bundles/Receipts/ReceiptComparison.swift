package import Causality

/// What two receipts of one replica come to: what may be counted on, and what is odd between them.
///
/// A replica holds more with every receipt. One that holds less was restored from a backup, and two receipts of one
/// number come from two copies of one store: in both cases the smaller counts, so that others offer again what it
/// lacks, and a person is told.
package struct ReceiptComparison: Hashable, Sendable {
    package enum Fault: Hashable, Sendable {
        /// The newer receipt holds less than the older.
        case wentBack
        /// Two different receipts bear the same number.
        case numberedTwice
        /// One log and number with two chain hashes: the log forked.
        case forked
    }

    /// The held vector that counts.
    package let held: [LogID: UInt64]
    /// The logs about which the two disagree.
    package let faults: [LogID: Fault]

    /// - Precondition: both are of one replica, both verified. Their order is of no account.
    package init(_ one: Receipt, _ other: Receipt) {
        precondition(one.replica == other.replica, "receipts are compared within one replica")
        let (older, newer) = one.number <= other.number ? (one, other) : (other, one)
        let isNumberedTwice = older.number == newer.number
        var held = newer.held
        var faults: [LogID: Fault] = [:]
        let newerEntries = Dictionary(uniqueKeysWithValues: newer.entries.map { ($0.log, $0) })
        for entry in older.entries {
            let now = newerEntries[entry.log]?.sequence ?? 0
            if now == entry.sequence, newerEntries[entry.log]?.chainPrefix != entry.chainPrefix {
                faults[entry.log] = .forked
            } else if now < entry.sequence {
                faults[entry.log] = isNumberedTwice ? .numberedTwice : .wentBack
            } else if now > entry.sequence, isNumberedTwice {
                faults[entry.log] = .numberedTwice
                held[entry.log] = entry.sequence
            }
        }
        if isNumberedTwice {
            let known = older.held
            for log in newer.held.keys where known[log] == nil {
                faults[log] = .numberedTwice
                held[log] = nil
            }
        }
        self.held = held.filter { $0.value > 0 }
        self.faults = faults
    }
}
