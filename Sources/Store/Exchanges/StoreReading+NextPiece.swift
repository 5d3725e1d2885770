package import Bundles

extension StoreReading {
    /// The part of a log that begins at a change and ends at a signed head; it may reach past `range`, to a later head.
    ///
    /// For whoever sends over a line that may be slow: each part is read from a state of its own, so that nobody holds
    /// one open for hours. A log only ever grows, but for a branch that gives way: then what is asked for may be gone.
    ///
    /// - Returns: nil where the log no longer has that change.
    package func nextPiece(of range: LogRange, from first: UInt64) throws -> LogPiece? {
        guard first <= range.through, let log = try logNumber(range.log), try logRow(log).held >= first else {
            return nil
        }
        return try storedPiece(log: log, first: first) ?? gatheredPiece(log: log, name: range.log, first: first)
    }
}
