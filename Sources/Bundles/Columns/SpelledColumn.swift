import FieldRecords

/// The values of one column as canonical JSON.
struct SpelledColumn {
    /// What the values have in common.
    let column: WritingColumns.Column
    /// `"name":`
    let key: [UInt8]
    /// Canonical JSON; of a column of commitments their bytes.
    private(set) var values: Texts

    /// Reads the values of a column.
    init(_ column: WritingColumns.Column, count: Int, from cursor: inout ByteCursor) throws(BundlesError) {
        self.column = column
        key = [UInt8(ascii: "\"")] + Array(column.name.utf8) + [UInt8(ascii: "\""), UInt8(ascii: ":")]
        switch column.kind {
        case .empty:
            values = Texts(Array("null".utf8), pieces: [ByteSpan(0, 4)], places: Array(repeating: 0, count: count))
        case .text: values = SpelledColumn.quoted(try TextColumn.read(count, from: &cursor))
        case .integer:
            values = Texts()
            for number in try IntegerColumn.read(count, from: &cursor) { values.append(String(number).utf8) }
        case .commitment:
            let width = DigestColumn.digestBytes
            guard count * width <= cursor.left else { throw cursor.malformed }
            values = Texts(
                Array(try cursor.slice(count * width)),
                pieces: (0..<count).map { ByteSpan($0 * width, ($0 + 1) * width) })
        case .decimal, .list, .file:
            values = Texts()
            for value in try ValueColumn.read(count, kind: column.kind, from: &cursor) {
                var json: [UInt8] = []
                value.appendJSON(to: &json)
                values.append(json)
                // One list may be the value of a thousand changes.
                guard values.bytes.count <= Chunk.columnBytesMax else {
                    throw cursor.columnTooLarge(values.bytes.count)
                }
            }
        }
    }

    /// Texts in quotes, and escaped where they must be.
    private static func quoted(_ texts: Texts) -> Texts {
        var quoted = Texts([], places: texts.places)
        quoted.bytes.reserveCapacity(texts.bytes.count + texts.pieces.count * 2)
        quoted.pieces.reserveCapacity(texts.pieces.count)
        texts.bytes.withUnsafeBufferPointer { bytes in
            for piece in texts.pieces {
                let start = quoted.bytes.count
                JSONText.append(UnsafeBufferPointer(rebasing: bytes[piece.range]), to: &quoted.bytes)
                quoted.pieces.append(ByteSpan(start, quoted.bytes.count))
            }
        }
        return quoted
    }
}
