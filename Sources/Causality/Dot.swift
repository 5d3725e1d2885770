/// Names one change for ever: its log and its number there.
///
/// `Log` is a ``LogID`` wherever dots travel; a store may use its own short number for a log while it works.
///
/// Source: Almeida, Baquero, Gonçalves, Preguiça, Fonte, "Scalable and Accurate Causality Tracking for Eventually
/// Consistent Stores", DAIS 2014.
public struct Dot<Log: Hashable & Sendable>: Hashable, Sendable {
    public let log: Log
    /// The first change of a log has number 1.
    public let sequence: UInt64

    @inlinable
    public init(log: Log, sequence: UInt64) {
        self.log = log
        self.sequence = sequence
    }

    // Spelled out so that a store, which compares dots of row numbers by the million, need not ask what a log is.
    @inlinable
    public static func == (one: Dot, other: Dot) -> Bool {
        one.sequence == other.sequence && one.log == other.log
    }

    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(log)
        hasher.combine(sequence)
    }
}

extension Dot {
    /// No log has more changes, and no replica more records: a trillion. Numbers beyond it come from nobody's saves,
    /// and are refused before anything is reckoned with them.
    @inlinable public static var sequenceMax: UInt64 { 1 << 40 }
}

extension Dot: Comparable where Log: Comparable {
    /// By number, then by log: the larger dot is the tie-break of what a record shows.
    @inlinable
    public static func < (one: Dot, other: Dot) -> Bool {
        one.sequence != other.sequence ? one.sequence < other.sequence : one.log < other.log
    }
}
