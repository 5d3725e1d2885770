import Causality

/// What a change of the proof does to the one record: its two fields and its deletion.
enum Deed: Int, CaseIterable {
    case writeOne
    case writeTwo
    case writeBoth
    case delete
    case undelete

    /// Bit 0 and bit 1: the fields it sets.
    var fields: Int {
        switch self {
        case .writeOne: 1
        case .writeTwo: 2
        case .writeBoth: 3
        case .delete, .undelete: 0
        }
    }
}

/// The state of one record as a closed form over the *set* of its changes, each with its full vector clock: no order, no
/// replica, nothing incremental.
struct NaiveRecord<Log: Hashable & Comparable & Sendable> {
    struct Entry {
        let dot: Dot<Log>
        let context: VersionVector<Log>
        /// The fields that it sets.
        let fields: Set<String>
        let isDeletion: Bool
    }

    var entries: [Entry] = []

    /// A write stands if and only if no other write of that field has seen it.
    func standing(_ field: String) -> Set<Dot<Log>> {
        let writes = entries.filter { $0.fields.contains(field) }
        return Set(writes.map(\.dot).filter { dot in !writes.contains { $0.context.covers(dot) } })
    }

    /// A deletion stands if and only if no change of the record has seen it.
    var deletions: Set<Dot<Log>> {
        Set(entries.filter(\.isDeletion).map(\.dot).filter { dot in !entries.contains { $0.context.covers(dot) } })
    }

    var fields: Set<String> { entries.reduce(into: []) { $0.formUnion($1.fields) } }

    /// Deleted exactly while deletions stand that, together, have seen every write that stands.
    var isDeleted: Bool {
        var seen = VersionVector<Log>()
        for entry in entries where deletions.contains(entry.dot) { seen.merge(entry.context) }
        return !deletions.isEmpty && fields.allSatisfy { standing($0).allSatisfy { seen.covers($0) } }
    }

    var isDisputed: Bool { !deletions.isEmpty && !isDeleted }
}
