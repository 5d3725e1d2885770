package import Causality
import GRDB

/// What a form was opened with: all that its author had before their eyes at a place.
package struct OpenedContext: Hashable, Sendable {
    /// Per log of the place, the newest change applied at that moment.
    package let vector: VersionVector<LogID>
    /// The first 8 bytes of the chain hash at each of those, which tell of two histories of a log the one that was
    /// seen; what lacks one is taken for what is here.
    package let chainPrefixes: [LogID: UInt64]

    package init(vector: VersionVector<LogID>, chainPrefixes: [LogID: UInt64] = [:]) {
        self.vector = vector
        self.chainPrefixes = chainPrefixes
    }
}

extension StoreReading {
    /// What somebody has before their eyes who opens a form of a place now.
    package func openedContext(of place: PlaceID) throws -> OpenedContext {
        var vector = VersionVector<LogID>()
        var prefixes: [LogID: UInt64] = [:]
        for log in try logRows(of: [place]) where log.applied > 0 {
            vector[log.name] = log.applied
            prefixes[log.name] = try chainPrefix(at: Dot(log: log.id, sequence: log.applied))
        }
        return OpenedContext(vector: vector, chainPrefixes: prefixes)
    }
}

extension StoreWriting {
    /// Whether anything became of a record that somebody has not seen.
    package func isChanged(_ row: Int64, since opened: OpenedContext) throws -> Bool {
        try changes(ofRecord: row).contains { change in
            guard change.isApplied, change.void == nil, let known = try self.log(change.dot.log)
            else { return false }
            return change.dot.sequence > (try seen(of: known, in: opened))
        }
    }

    /// How far a form's author has seen a log, of what is applied.
    ///
    /// While the form was open, the log may have given way to another history. Nobody has seen that one, so only what
    /// both share counts as seen: where they differ there are two values, never one that was silently replaced.
    func seen(of log: LogRow, in opened: OpenedContext) throws -> UInt64 {
        let sequence = opened.vector[log.name]
        let here = min(sequence, log.applied)
        guard here > 0, let prefix = opened.chainPrefixes[log.name] else { return here }
        if here == sequence, try chainPrefix(at: Dot(log: log.id, sequence: sequence)) == prefix { return here }
        let split = try integer(
            "SELECT min(sequence) FROM fork WHERE log = ? AND sequence <= ?", [log.id, Int64(clamping: sequence)])
        return split.map { min(here, UInt64(clamping: $0 - 1)) } ?? here
    }
}
