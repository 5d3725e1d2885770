package import FieldRecords

extension Chunk {
    /// The changes from a place on, which end at the same head.
    ///
    /// - Parameter index: fewer than ``count``, counted from 0.
    /// - Throws: what ``Chainer`` refuses.
    package func rest(from index: Int) throws(BundlesError) -> Chunk {
        var chainer = Chainer()
        var hash = previous
        for known in 0..<index {
            hash = try chainer.next(after: hash, changes: packed, at: known, sequence: first + UInt64(known))
        }
        return Chunk(
            log: log, first: first + UInt64(index), previous: hash, changes: (index..<count).map(packed.change),
            signature: signature)
    }

    /// The same chunk without the personal values of some records; nil where it has none of theirs.
    package func erased(where isErased: (RecordID) throws -> Bool) rethrows -> Chunk? {
        guard let packed = try packed.erased(first: first, where: { _, record in try isErased(record) }) else {
            return nil
        }
        return Chunk(log: log, first: first, previous: previous, packed: packed, signature: signature)
    }
}

extension PackedChanges {
    /// The same changes with the personal values of some replaced by what still proves them; nil where nothing is to be
    /// replaced.
    ///
    /// What replicas, fields, forms and frontiers are named by stays: whoever has noted those places goes on.
    ///
    /// - Parameters:
    ///   - first: the number of the first change.
    ///   - isErased: is asked of each change that has some, by its place here and its record.
    package func erased(
        first: UInt64, where isErased: (_ index: Int, _ record: RecordID) throws -> Bool
    ) rethrows -> PackedChanges? {
        guard personal.contains(where: { !$0.isErased }) else { return nil }
        var isChanged = false
        var erased: [Change] = []
        for index in 0..<count {
            let change = change(at: index)
            if case .kept? = change.writing?.personal, let record = change.record, try isErased(index, record) {
                isChanged = true
                erased.append(change.erased)
            } else {
                erased.append(change)
            }
        }
        return isChanged ? rebuilt(of: erased, first: first) : nil
    }

    /// As many changes in the place of these, which differ from them in how personal values are kept alone: replicas,
    /// names, forms and frontiers go by the same places.
    func rebuilt(of changes: [Change], first: UInt64) -> PackedChanges {
        var packed = PackedChanges(own: replicas[0])
        packed.replicas = replicas
        packed.nameTable = nameTable
        packed.forms = forms
        packed.frontiers = frontiers
        for (index, change) in changes.enumerated() { packed.append(change, sequence: first + UInt64(index)) }
        return packed
    }
}

extension Change {
    /// The change without its personal values.
    fileprivate var erased: Change {
        func erased(_ writing: Writing) -> Writing {
            Writing(patch: writing.patch, personal: writing.personal?.erased())
        }
        let action: Action =
            switch self.action {
            case .begin(let record, let form, let writing): .begin(record, form, erased(writing))
            case .edit(let record, let writing): .edit(record, erased(writing))
            case .delete, .undelete, .erase, .mark, .unknown: self.action
            }
        return Change(time: time, author: author, context: context, action: action, isSettlement: isSettlement)
    }
}
