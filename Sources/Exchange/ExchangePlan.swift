package import Bundles
package import Causality

/// What to send to another device: every range that it may read, that it is not known to hold and that is held here.
///
/// The same plan serves a stick, a file and a session: on TCP the other's vector comes first over the wire, elsewhere
/// it is what receipts remember of it. A plan that overestimates what the other lacks costs bytes and nothing else,
/// since an import is idempotent.
package struct ExchangePlan: Hashable, Sendable {
    /// Ascending by place, then by replica: the order in which a bundle carries them.
    package let ranges: [LogRange]

    /// Plans.
    ///
    /// - Parameters:
    ///   - held: how far each log is held here, contiguously from 1.
    ///   - known: how far the other is known to hold each log. More than `held` is fine: nothing is sent.
    ///   - mayRead: whether the other may read a place. It is asked once a place.
    /// - Complexity: the number of logs held, and the sorting of those that are sent.
    package init(held: [LogID: UInt64], known: [LogID: UInt64], mayRead: (PlaceID) -> Bool) {
        var isReadable: [PlaceID: Bool] = [:]
        var ranges: [LogRange] = []
        for (log, through) in held {
            let from = known[log] ?? 0
            guard from < through else { continue }
            let readable = isReadable[log.place] ?? mayRead(log.place)
            isReadable[log.place] = readable
            if readable { ranges.append(LogRange(log: log, from: from + 1, through: through)) }
        }
        self.ranges = ranges.sorted()
    }

    /// Nothing new: the other is known to hold all it may read.
    package var isEmpty: Bool { ranges.isEmpty }

    /// How many changes it sends.
    package var changeCount: UInt64 { ranges.reduce(0) { $0 + $1.count } }
}
