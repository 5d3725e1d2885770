/// What a record must come to: a closed form over the *set* of its saves, each with the set of all that its author had
/// seen. No order, no replica, nothing incremental, so nothing in it can be wrong in the way an engine can.
struct NaiveRecord {
    private let deeds: [Deed]

    /// - Parameter deeds: the saves on this record that a device has applied and that count.
    init(_ deeds: [Deed]) {
        self.deeds = deeds
    }

    var fields: Set<String> { deeds.reduce(into: []) { $0.formUnion($1.fields.keys) } }

    /// A write stands exactly when no other write of that field had seen it.
    func standing(_ field: String) -> [Deed] {
        let writes = deeds.filter { $0.fields[field] != nil }
        return writes.filter { write in !writes.contains { $0.seen.contains(write.token) } }
    }

    /// A deletion stands exactly when no save on the record had seen it; an erasure is none of those.
    private var deletions: [Deed] {
        deeds.filter { deletion in
            deletion.kind == .delete
                && !deeds.contains { $0.kind != .erase && $0.seen.contains(deletion.token) }
        }
    }

    /// Deleted exactly while deletions stand that, together, had seen every write that stands.
    var isDeleted: Bool {
        let deletions = deletions
        let seen = deletions.reduce(into: Set<Int>()) { $0.formUnion($1.seen) }
        return !deletions.isEmpty && fields.allSatisfy { standing($0).allSatisfy { seen.contains($0.token) } }
    }

    var isDisputed: Bool { !deletions.isEmpty && !isDeleted }

    var isErased: Bool { deeds.contains { $0.kind == .erase } }

    /// The fields in which different values stand, and `deleted` where a deletion met an edit.
    var conflicts: Set<String> {
        var names = fields.filter { field in Set(standing(field).compactMap { $0.fields[field] }).count > 1 }
        if isDisputed { names.insert("deleted") }
        return names
    }
}
