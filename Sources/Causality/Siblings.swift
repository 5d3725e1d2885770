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
    /// In ascending order, so that equal states are equal values.
    public private(set) var dots: [Dot<Log>]

    public init() {
        dots = []
    }

    public init(_ dots: some Sequence<Dot<Log>>) {
        self.dots = dots.sorted()
    }

    public var isEmpty: Bool { dots.isEmpty }

    /// Applies one write. A write that is among the siblings already changes nothing.
    ///
    /// - Parameter context: what the writer had seen at this place, before this write.
    public mutating func write(_ dot: Dot<Log>, context: VersionVector<Log>) {
        drop(seenIn: context)
        guard let place = dots.firstIndex(where: { dot <= $0 }) else {
            dots.append(dot)
            return
        }
        if dots[place] != dot { dots.insert(dot, at: place) }
    }

    /// Drops the siblings that a context covers, and adds none.
    public mutating func drop(seenIn context: VersionVector<Log>) {
        dots.removeAll { context.covers($0) }
    }

    public func areCovered(by vector: VersionVector<Log>) -> Bool {
        dots.allSatisfy { vector.covers($0) }
    }
}
