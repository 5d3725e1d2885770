import Causality
import FieldRecords

/// The records that changes are about: the replicas in one column, the numbers of records begun in a second, the
/// others in a third as distances, of the log's own replica from the record begun last, else from the one of that
/// replica named last.
enum RecordColumn {
    /// Where distances are counted from.
    private struct Bases {
        private var last: [Int64: UInt64] = [:]

        subscript(replica: Int64) -> UInt64 { last[replica] ?? 0 }

        mutating func follow(_ number: UInt64, of replica: Int64, isBegin: Bool) {
            if replica != 0 || isBegin { last[replica] = number }
        }
    }

    /// - Parameter numbers: for each place among the packed replicas its number in the encoding.
    static func append(_ changes: [PackedChange], numbers: [Int64], to bytes: inout [UInt8]) {
        var owners: [Int64] = []
        var begun: [Int64] = []
        var distances: [Int64] = []
        var bases = Bases()
        for change in changes where change.hasRecord {
            let owner = numbers[Int(change.recordReplica)]
            owners.append(owner)
            if change.kind == .begin {
                begun.append(Int64(bitPattern: change.recordNumber))
            } else {
                distances.append(Int64(bitPattern: bases[owner] &- change.recordNumber))
            }
            bases.follow(change.recordNumber, of: owner, isBegin: change.kind == .begin)
        }
        IntegerColumn.append(owners, to: &bytes)
        IntegerColumn.append(begun, to: &bytes)
        IntegerColumn.append(distances, to: &bytes)
    }

    /// A record by the place of its replica in the table and by its number.
    struct Name {
        let replica: Int32
        let number: UInt64
    }

    /// For each change its record; nil for those that are about none.
    static func read(
        _ kinds: [ChangeKind], replicas: ReplicaTable, from cursor: inout ByteCursor
    ) throws(BundlesError) -> [Name?] {
        let begins = kinds.count { $0 == .begin }
        let others = kinds.count { $0 != .begin && $0.hasRecord }
        var owners = try IntegerColumn.read(begins + others, from: &cursor)[...]
        var begun = try IntegerColumn.read(begins, from: &cursor)[...]
        var distances = try IntegerColumn.read(others, from: &cursor)[...]
        var bases = Bases()
        var records: [Name?] = []
        records.reserveCapacity(kinds.count)
        for kind in kinds {
            guard kind.hasRecord else {
                records.append(nil)
                continue
            }
            let owner = owners.removeFirst()
            guard replicas.replica(owner) != nil else { throw cursor.malformed }
            let number =
                kind == .begin
                ? UInt64(bitPattern: begun.removeFirst())
                : bases[owner] &- UInt64(bitPattern: distances.removeFirst())
            bases.follow(number, of: owner, isBegin: kind == .begin)
            records.append(Name(replica: Int32(owner), number: number))
        }
        return records
    }
}

extension ChangeKind {
    /// Whether a change of this kind names its record in a column of its own.
    fileprivate var hasRecord: Bool {
        switch self {
        case .begin, .edit, .delete, .undelete, .erase: true
        case .mark, .unknown: false
        }
    }
}
