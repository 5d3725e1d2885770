/// For each log of one place, the highest sequence number up to which everything is covered.
///
/// A log that is absent is covered up to 0. The value never stores a zero, so two vectors are equal exactly when they
/// cover the same dots.
///
/// Source: Parker et al., "Detection of Mutual Inconsistency in Distributed Systems", IEEE TSE 1983.
public struct VersionVector<Log: Hashable & Sendable>: Hashable, Sendable {
    @usableFromInline var sequences: [Log: UInt64]

    @inlinable
    public init() {
        sequences = [:]
    }

    public init(_ sequences: [Log: UInt64]) {
        self.sequences = sequences.filter { $0.value > 0 }
    }

    /// The highest covered number of a log, 0 when nothing is.
    @inlinable
    public subscript(log: Log) -> UInt64 {
        get { sequences[log] ?? 0 }
        set { sequences[log] = newValue == 0 ? nil : newValue }
    }

    @inlinable public var isEmpty: Bool { sequences.isEmpty }

    public var count: Int { sequences.count }

    /// The logs that are covered at all, in no order.
    public var logs: some Collection<Log> { sequences.keys }

    /// The newest covered dot of every log, in no order.
    public var dots: [Dot<Log>] { sequences.map { Dot(log: $0.key, sequence: $0.value) } }

    public var asDictionary: [Log: UInt64] { sequences }

    @inlinable
    public func covers(_ dot: Dot<Log>) -> Bool {
        dot.sequence <= self[dot.log]
    }

    /// Whether every dot that `other` covers is covered here.
    public func covers(_ other: VersionVector) -> Bool {
        other.sequences.allSatisfy { $0.value <= self[$0.key] }
    }

    /// The least vector that covers both.
    public mutating func merge(_ other: VersionVector) {
        sequences.merge(other.sequences) { max($0, $1) }
    }

    public func merging(_ other: VersionVector) -> VersionVector {
        var merged = self
        merged.merge(other)
        return merged
    }

    /// Covers one more dot and all before it of that log.
    public mutating func cover(_ dot: Dot<Log>) {
        if dot.sequence > self[dot.log] { self[dot.log] = dot.sequence }
    }
}

extension VersionVector {
    /// How two vectors stand to each other.
    public enum Order: Sendable {
        case equal
        case before
        case after
        case concurrent
    }

    /// The causal order of the two states that the vectors describe.
    public func order(to other: VersionVector) -> Order {
        switch (covers(other), other.covers(self)) {
        case (true, true): .equal
        case (true, false): .after
        case (false, true): .before
        case (false, false): .concurrent
        }
    }
}
