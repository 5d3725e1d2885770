/// The writes of one field that nobody has yet seen together: a dotted version vector, one field wide.
///
/// A write with context C and dot e drops every sibling that C covers and stands beside the rest. Which siblings remain
/// is a function of the *set* of writes applied, never of their order, as long as each is applied after all that its
/// context covers: a sibling remains exactly when no applied write's context covers its dot.
///
/// Only dots are kept here. What a write set, who made it and when is found under its dot. Siblings of equal value stay
/// apart: collapsing them diverges as soon as somebody overwrites the one that they saw.
///
/// Source: Preguiça, Baquero, Almeida, Fonte, Gonçalves, "Dotted Version Vectors: Logical Clocks for Optimistic
/// Replication", 2010.
public struct Siblings<Log: Hashable & Comparable & Sendable>: Hashable, Sendable {
    /// The least dot. Nearly every field has just this one, so it needs no array of its own.
    @usableFromInline var least: Dot<Log>?
    /// The others, ascending, so that equal states are equal values.
    @usableFromInline var others: [Dot<Log>]

    @inlinable
    public init() {
        least = nil
        others = []
    }

    @inlinable
    public init(_ dots: some Sequence<Dot<Log>>) {
        let sorted = dots.sorted()
        least = sorted.first
        others = Array(sorted.dropFirst())
    }

    /// One write.
    @inlinable
    public init(only dot: Dot<Log>) {
        least = dot
        others = []
    }

    /// In ascending order.
    @inlinable public var dots: [Dot<Log>] {
        guard let least else { return [] }
        return [least] + others
    }

    @inlinable public var isEmpty: Bool { least == nil }

    /// Whether two or more writes stand.
    @inlinable public var arePlural: Bool { !others.isEmpty }

    /// The one write that stands; nil where none or several do.
    @inlinable public var only: Dot<Log>? { others.isEmpty ? least : nil }

    /// Applies one write. A write that is among the siblings already changes nothing.
    ///
    /// - Parameter context: what the writer had seen at this place, before this write.
    public mutating func write(_ dot: Dot<Log>, context: VersionVector<Log>) {
        write(dot) { context.covers($0) }
    }

    /// The same with a context that is only asked what it covers.
    @inlinable
    public mutating func write(_ dot: Dot<Log>, isSeen: (Dot<Log>) -> Bool) {
        if others.isEmpty {
            guard let standing = least, standing != dot, !isSeen(standing) else {
                least = dot
                return
            }
            others = standing < dot ? [dot] : [standing]
            least = min(standing, dot)
            return
        }
        self = Siblings(Set(dots.filter { !isSeen($0) } + [dot]))
    }

    /// Drops the siblings that a context covers, and adds none.
    public mutating func drop(seenIn context: VersionVector<Log>) {
        drop { context.covers($0) }
    }

    /// The same with a context that is only asked what it covers.
    @inlinable
    public mutating func drop(isSeen: (Dot<Log>) -> Bool) {
        if others.isEmpty {
            if let standing = least, isSeen(standing) { least = nil }
            return
        }
        self = Siblings(dots.filter { !isSeen($0) })
    }

    public func areCovered(by vector: VersionVector<Log>) -> Bool {
        dots.allSatisfy { vector.covers($0) }
    }
}
