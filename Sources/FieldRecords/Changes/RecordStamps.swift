package import Causality

/// Which writes of a record stand: the merge of its changes, without their values.
///
/// The state after a set of changes is the same in whatever order they were applied, as long as each came after all
/// that its context covers. `Field` is a name or a store's number for it.
package struct RecordStamps<Log: Hashable & Comparable & Sendable, Field: Hashable & Comparable & Sendable>: Hashable,
    Sendable
{
    /// A field that was ever set, and the writes of it that stand.
    package struct Entry: Hashable, Sendable {
        package let field: Field
        package var siblings: Siblings<Log>

        @inlinable
        package init(field: Field, siblings: Siblings<Log>) {
            self.field = field
            self.siblings = siblings
        }
    }

    /// The siblings of every field ever set, ascending by field.
    @usableFromInline package var entries: [Entry]

    /// The deletions that no change has seen and taken back.
    @usableFromInline package var deletions: Siblings<Log>

    /// Personal values of this record are gone for good, those of changes still to come too.
    package private(set) var isErased: Bool

    package init(fields: [Field: Siblings<Log>] = [:], deletions: Siblings<Log> = Siblings(), isErased: Bool = false) {
        entries = fields.sorted { $0.key < $1.key }.map { Entry(field: $0.key, siblings: $0.value) }
        self.deletions = deletions
        self.isErased = isErased
    }

    /// The siblings by field.
    package var fields: [Field: Siblings<Log>] {
        Dictionary(uniqueKeysWithValues: entries.map { ($0.field, $0.siblings) })
    }

    /// The siblings of a field; nil where it was never set.
    package subscript(field: Field) -> Siblings<Log>? {
        let place = place(of: field)
        return place < entries.count && entries[place].field == field ? entries[place].siblings : nil
    }

    /// Where a field stands among the entries, or would.
    @inlinable
    func place(of field: Field) -> Int {
        // A form has a dozen fields, and mostly the next one is asked for.
        var place = entries.count
        while place > 0, field <= entries[place - 1].field { place -= 1 }
        return place
    }

    /// Applies a change that sets fields. One that has seen a deletion takes it back.
    package mutating func write(_ names: some Sequence<Field>, dot: Dot<Log>, context: VersionVector<Log>) {
        for name in names { write(name, dot: dot) { context.covers($0) } }
        takeBackDeletions { context.covers($0) }
    }

    /// Applies the write of one field. When all of a change's are applied, ``takeBackDeletions(isSeen:)`` follows.
    ///
    /// - Parameter isSeen: whether the writer's context covers a dot.
    /// - Returns: whether the write now stands alone.
    @inlinable
    @discardableResult
    package mutating func write(_ field: Field, dot: Dot<Log>, isSeen: (Dot<Log>) -> Bool) -> Bool {
        let place = place(of: field)
        if place == entries.count || entries[place].field != field {
            entries.insert(Entry(field: field, siblings: Siblings()), at: place)
        }
        entries[place].siblings.write(dot, isSeen: isSeen)
        return entries[place].siblings.only == dot
    }

    /// Drops the deletions that the author of a change had seen.
    @inlinable
    package mutating func takeBackDeletions(isSeen: (Dot<Log>) -> Bool) {
        if !deletions.isEmpty { deletions.drop(isSeen: isSeen) }
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
        return entries.allSatisfy { $0.siblings.areCovered(by: seen) } ? .deleted : .disputed
    }

    /// The fields in which two or more writes stand, ascending.
    package var pluralFields: [Field] {
        entries.filter(\.siblings.arePlural).map(\.field)
    }
}
