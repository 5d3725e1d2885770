import FieldRecords

extension PackedChanges {
    /// Whether personal values of any change are still here.
    package var holdsPersonalValues: Bool { personal.contains { !$0.isErased } }

    /// Whether any change has personal fields, and of those the commitments alone.
    package var lacksPersonalValues: Bool { personal.contains(where: \.isErased) }

    /// Whether this change does.
    package func lacksPersonalValues(at index: Int) -> Bool {
        changes[index].personal >= 0 && personal[Int(changes[index].personal)].isErased
    }

    /// The same changes with the personal values of some that another copy of them has; nil where it has none to add.
    ///
    /// The values are proven: both copies have the same canonical form, with the commitments in it.
    ///
    /// - Parameters:
    ///   - first: the number of the first change.
    ///   - isWanted: is asked of each change that lacks its values here and has them there, by its place here.
    package func completed(
        first: UInt64, from other: PackedChanges, first otherFirst: UInt64,
        where isWanted: (_ index: Int) throws -> Bool
    ) rethrows -> PackedChanges? {
        guard lacksPersonalValues, other.holdsPersonalValues else { return nil }
        var changes = (0..<count).map(change)
        var isChanged = false
        for index in 0..<count where lacksPersonalValues(at: index) && first + UInt64(index) >= otherFirst {
            let place = Int(first + UInt64(index) - otherFirst)
            guard place < other.count, other.holdsPersonalValues(at: place),
                bytes[self.changes[index].canonical.range] == other.bytes[other.changes[place].canonical.range],
                try isWanted(index)
            else { continue }
            changes[index] = other.change(at: place)
            isChanged = true
        }
        return isChanged ? rebuilt(of: changes, first: first) : nil
    }
}
