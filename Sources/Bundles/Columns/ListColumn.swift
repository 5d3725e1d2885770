import FieldRecords

/// The values of a `select_multiple`: each different list once, and the place of each value among them.
enum ListColumn {
    private struct Codes: Hashable {
        let spellings: [Spelling]
    }

    /// The number of different lists, their lengths, all their codes as one column of text, the places.
    static func append(_ lists: [[String]], to bytes: inout [UInt8]) {
        guard !lists.isEmpty else { return }
        let (distinct, indices) = Distinct.list(lists.map { Codes(spellings: $0.map(Spelling.init)) })
        bytes.appendVarint(distinct.count)
        IntegerColumn.append(distinct.map { Int64($0.spellings.count) }, to: &bytes)
        TextColumn.append(distinct.flatMap { $0.spellings.map(\.text) }, to: &bytes)
        IntegerColumn.append(indices, to: &bytes)
    }

    static func read(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> [[String]] {
        guard count > 0 else { return [] }
        let lengths = try IntegerColumn.read(try cursor.count(max: count), from: &cursor)
        var total: Int64 = 0
        for length in lengths {
            guard length >= 0, length <= Chunk.cellsMax else { throw cursor.malformed }
            try cursor.spend(Int(length))
            total += length
        }
        var codes = try TextColumn.readStrings(Int(total), from: &cursor)[...]
        var distinct: [[String]] = []
        for length in lengths {
            distinct.append(Array(codes.prefix(Int(length))))
            codes = codes.dropFirst(Int(length))
        }
        return try Distinct.pick(count, of: distinct, from: &cursor)
    }
}
