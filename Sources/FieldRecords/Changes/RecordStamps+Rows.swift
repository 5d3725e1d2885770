package import Causality

/// Stamps in a store, which names logs and fields by numbers of its own.
///
/// Here, beside the rule itself, so that the compiler makes one copy of it for numbers: a store merges by the million.
extension RecordStamps where Log == Int64, Field == Int64 {
    /// Applies the write of one field.
    ///
    /// - Returns: whether the write now stands alone.
    package mutating func write(row field: Int64, dot: Dot<Int64>, context: RowContext) -> Bool {
        write(field, dot: dot) { context.covers($0) }
    }

    /// Drops the deletions that the author of a change had seen.
    package mutating func takeBackDeletions(context: RowContext) {
        takeBackDeletions { context.covers($0) }
    }

    /// Of a record of which nothing was written.
    package static var none: Self { Self(isErased: false) }

    package mutating func reserve(_ count: Int) { entries.reserveCapacity(count) }

    /// The same as `==`, without asking what logs and fields are.
    package func isSame(as other: Self) -> Bool {
        guard isErased == other.isErased, entries.count == other.entries.count else { return false }
        for index in entries.indices {
            guard entries[index].field == other.entries[index].field,
                entries[index].siblings.isSame(as: other.entries[index].siblings)
            else { return false }
        }
        return deletions.isSame(as: other.deletions)
    }

    /// Adds a write that stands beside what stands already.
    package mutating func restore(row field: Int64, dot: Dot<Int64>) {
        if let last = entries.last, last.field >= field {
            let place = place(of: field)
            if place < entries.count, entries[place].field == field {
                entries[place].siblings = Siblings(entries[place].siblings.dots + [dot])
            } else {
                entries.insert(Entry(field: field, siblings: Siblings(only: dot)), at: place)
            }
        } else {
            entries.append(Entry(field: field, siblings: Siblings(only: dot)))
        }
    }

    /// Whether two or more writes stand in any field.
    package var havePluralFields: Bool {
        for entry in entries where entry.siblings.arePlural { return true }
        return false
    }
}

extension Siblings where Log == Int64 {
    fileprivate func isSame(as other: Self) -> Bool {
        if let one = only, let two = other.only { return one == two }
        return dots == other.dots
    }
}

/// What an author had seen of a place whose logs are named by numbers, asked only whether it covers a dot.
package struct RowContext: Sendable {
    /// The log of the change itself, and its newest change that the author had seen.
    package let own: Int64
    package let through: UInt64
    /// What they had seen of the other logs.
    package let others: VersionVector<Int64>

    package init(own: Int64, through: UInt64, others: VersionVector<Int64>) {
        self.own = own
        self.through = through
        self.others = others
    }

    package func covers(_ dot: Dot<Int64>) -> Bool {
        dot.log == own ? dot.sequence <= through : others.covers(dot)
    }

    /// The whole vector.
    package var vector: VersionVector<Int64> {
        var vector = others
        vector[own] = through
        return vector
    }
}
