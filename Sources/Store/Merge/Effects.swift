package import Bundles
package import Causality

/// What a transaction did to the records, counted for people.
package struct Effects: Hashable, Sendable {
    /// Changes newly held, those too that come to nothing.
    package private(set) var received = 0
    /// Of each log where the newly held ones begin and end.
    package private(set) var arrived: [LogID: LogRange] = [:]
    /// Changes that were held before.
    package var already = 0
    /// Of these, those that had come without personal values and have them now.
    package var completed = 0
    /// Changes put aside until their predecessors come, those too that were put aside before and still wait.
    package private(set) var parked = 0
    /// Of these the ones that were put aside before.
    package private(set) var parkedBefore = 0
    /// Where in their logs they are, but for those of another branch, which wait for nothing.
    package private(set) var waiting: Set<LogRange> = []
    package var newRecords = 0
    package var editedRecords = 0
    package var deletedRecords = 0
    /// Fields that came into conflict.
    package var newConflicts = 0
    /// Blobs that became whole.
    package var photos = 0
    /// Whether our own log was found to have gone on without us.
    package var ownLogWentOn = false
    /// Forks found, by log row.
    package var forks = 0
    /// Logs of which somebody holds less than they said before.
    package var withdrawnReceipts = 0

    package init() {}

    /// Adds what another transaction did.
    package mutating func add(_ other: Effects) {
        received += other.received
        for range in other.arrived.values { span(range) }
        already += other.already
        completed += other.completed
        parked += other.parked
        parkedBefore += other.parkedBefore
        waiting.formUnion(other.waiting)
        newRecords += other.newRecords
        editedRecords += other.editedRecords
        deletedRecords += other.deletedRecords
        newConflicts += other.newConflicts
        photos += other.photos
        ownLogWentOn = ownLogWentOn || other.ownLogWentOn
        forks += other.forks
        withdrawnReceipts += other.withdrawnReceipts
    }

    /// Counts changes of a log that are newly held.
    mutating func receive(_ range: LogRange) {
        received += Int(clamping: range.count)
        span(range)
    }

    /// Counts changes of a log that are put aside until what comes before them is here.
    mutating func park(_ range: LogRange, isNew: Bool) {
        parked += Int(clamping: range.count)
        if !isNew { parkedBefore += Int(clamping: range.count) }
        waiting.insert(range)
    }

    /// Counts changes of another branch that are put aside.
    mutating func parkBranch(changes: Int, isNew: Bool) {
        if isNew { parked += changes } else { already += changes }
    }

    private mutating func span(_ range: LogRange) {
        let known = arrived[range.log] ?? range
        arrived[range.log] = LogRange(
            log: range.log, from: min(known.from, range.from), through: max(known.through, range.through))
    }
}
