package import Causality

/// Which writes of a record stand: the merge of its changes, without their values.
///
/// The state after a set of changes is the same in whatever order they were applied, as long as each came after all
/// that its context covers. `Field` is a name or a store's number for it.
package struct RecordStamps<Log: Hashable & Comparable & Sendable, Field: Hashable & Comparable & Sendable>: Hashable,
    Sendable
{
    /// The siblings of every field ever set.
    package private(set) var fields: [Field: Siblings<Log>]

    /// The deletions that no change has seen and taken back.
    package private(set) var deletions: Siblings<Log>

    /// Personal values of this record are gone for good, those of changes still to come too.
    package private(set) var isErased: Bool

    package init(fields: [Field: Siblings<Log>] = [:], deletions: Siblings<Log> = Siblings(), isErased: Bool = false) {
        self.fields = fields
        self.deletions = deletions
        self.isErased = isErased
    }

    /// Applies a change that sets fields. One that has seen a deletion takes it back.
    package mutating func write(_ names: some Sequence<Field>, dot: Dot<Log>, context: VersionVector<Log>) {
        for name in names {
            fields[name, default: Siblings()].write(dot, context: context)
        }
        if !deletions.isEmpty { deletions.drop(seenIn: context) }
    }

    /// Applies a deletion. It replaces those it has seen.
    package mutating func delete(dot: Dot<Log>, context: VersionVector<Log>) {
        deletions.write(dot, context: context)
    }

    /// Applies an undeletion.
    package mutating func undelete(context: VersionVector<Log>) {
        deletions.drop(seenIn: context)
    }

    /// Applies an erasure.
    package mutating func erase() {
        isErased = true
    }
}

extension RecordStamps {
    /// How a record stands between its deletions and its fields.
    package enum Deletion: Hashable, Sendable {
        /// Nobody has deleted it.
        case none
        /// Every write that stands had been seen by the deletions.
        case deleted
        /// Deleted here, edited there: neither had seen the other. The record is back until someone settles it.
        case disputed
    }

    /// Judges the deletions.
    ///
    /// - Parameter contextOf: the context of a deletion that stands; it is asked only when there is one.
    package func deletion<Failure: Error>(
        contextOf: (Dot<Log>) throws(Failure) -> VersionVector<Log>
    ) throws(Failure) -> Deletion {
        guard !deletions.isEmpty else { return .none }
        var seen = VersionVector<Log>()
        for dot in deletions.dots { seen.merge(try contextOf(dot)) }
        return fields.values.allSatisfy { $0.areCovered(by: seen) } ? .deleted : .disputed
    }

    /// The fields in which two or more writes stand, ascending.
    package var pluralFields: [Field] {
        fields.filter { $0.value.dots.count > 1 }.keys.sorted()
    }
}
