import Bundles
import Causality
import FieldRecords

/// Stamps as one blob: what `record.stamps` holds.
///
///     byte     1, or 3 where personal values were erased
///     varint   number of groups
///     group    varint log, varint sequence, varint count, count × varint field: the fields this write stands in
///     varint   number of deletions
///     deletion varint log, varint sequence
typealias Stamps = RecordStamps<Int64, Int64>

extension RecordStamps where Log == Int64, Field == Int64 {
    /// A write that stands, and the fields that it stands in.
    typealias Group = (dot: Dot<Int64>, fields: [Int64])

    /// The writes that stand anywhere, ascending.
    var groups: [Group] {
        var groups: [Group] = []
        func add(_ dot: Dot<Int64>, _ field: Int64) {
            // A record has few: the one that began it, and those of its edits that still stand.
            if let index = groups.lastIndex(where: { $0.dot == dot }) {
                groups[index].fields.append(field)
            } else {
                groups.append((dot, [field]))
            }
        }
        for entry in entries {
            if let dot = entry.siblings.only {
                add(dot, entry.field)
            } else {
                for dot in entry.siblings.dots { add(dot, entry.field) }
            }
        }
        if groups.count > 1 { groups.sort { $0.dot < $1.dot } }
        return groups
    }

    /// - Parameter groups: ``groups``.
    func encoded(_ groups: [Group]) -> [UInt8] {
        var bytes: [UInt8] = [isErased ? 3 : 1]
        bytes.reserveCapacity(groups.count * 8 + entries.count * 2 + 4)
        bytes.appendVarint(UInt64(groups.count))
        for (dot, fields) in groups {
            bytes.append(dot)
            bytes.appendVarint(UInt64(fields.count))
            for field in fields { bytes.appendVarint(field) }
        }
        let deleting = deletions.dots
        bytes.appendVarint(UInt64(deleting.count))
        for dot in deleting { bytes.append(dot) }
        return bytes
    }

    init(encoded bytes: UnsafeRawBufferPointer) throws {
        var reader = VarintReader(bytes, path: "record.stamps")
        let flags = try reader.next()
        guard flags == 1 || flags == 3 else { throw reader.fault("\(flags)") }
        self.init(isErased: flags == 3)
        for _ in 0..<(try reader.next()) {
            let dot = try reader.dot()
            for _ in 0..<(try reader.next()) { restore(row: Int64(clamping: try reader.next()), dot: dot) }
        }
        for _ in 0..<(try reader.next()) { deletions.write(try reader.dot(), isSeen: { _ in false }) }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ dot: Dot<Int64>) {
        appendVarint(dot.log)
        appendVarint(dot.sequence)
    }
}
