import FieldRecords

/// Texts of one kind: as a dictionary where they repeat, as numbers where they are dates or numbers, else as they are.
///
/// Texts are told apart by their bytes: Swift's own equality takes two spellings of one letter for one.
enum TextColumn {
    private enum Form: UInt8 {
        case plain = 0
        case dictionary = 1
        case dates = 2
        case numbers = 3
    }

    /// No bytes at all for no texts.
    static func append(_ texts: Texts, to bytes: inout [UInt8]) {
        guard texts.count > 0 else { return }
        let (distinct, indices) = texts.distinct()
        // Dates first: forty days of a season in a dictionary take more than as numbers.
        if distinct.count > 2, let days = SpelledNumbers.days(texts) {
            bytes.append(Form.dates.rawValue)
            IntegerColumn.append(days, to: &bytes)
        } else if distinct.count * 2 <= texts.count {
            bytes.append(Form.dictionary.rawValue)
            bytes.appendVarint(distinct.count)
            appendPlain(Texts(texts.bytes, pieces: distinct), to: &bytes)
            IntegerColumn.append(indices, to: &bytes)
        } else if distinct.count > 2, let numbers = SpelledNumbers.integers(texts) {
            bytes.append(Form.numbers.rawValue)
            IntegerColumn.append(numbers, to: &bytes)
        } else {
            bytes.append(Form.plain.rawValue)
            appendPlain(texts, to: &bytes)
        }
    }

    static func append(_ texts: [String], to bytes: inout [UInt8]) {
        append(Texts(texts), to: &bytes)
    }

    static func read(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> Texts {
        guard count > 0 else { return Texts() }
        guard let form = Form(rawValue: try cursor.byte()) else { throw cursor.malformed }
        switch form {
        case .plain: return try readPlain(count, from: &cursor)
        case .dictionary:
            var texts = try readPlain(try cursor.count(max: count), from: &cursor)
            texts.places = try Distinct.places(count, of: texts.pieces.count, from: &cursor)
            return texts
        case .dates:
            return try SpelledNumbers.read(count, from: &cursor) { day in
                Int(exactly: day).flatMap(CivilDate.init(daysSinceEpoch:))?.description
            }
        case .numbers:
            return try SpelledNumbers.read(count, from: &cursor) { $0 < 0 ? nil : String($0) }
        }
    }

    /// The same, each text by itself. A few bytes may stand for the same long text a thousand times: more than a chunk
    /// has room for is refused before they are made.
    static func readStrings(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> [String] {
        let texts = try read(count, from: &cursor)
        var bytes = 0
        for index in 0..<texts.count {
            bytes += texts.span(index).count
            guard bytes <= Chunk.columnBytesMax else { throw cursor.columnTooLarge(bytes) }
        }
        return texts.strings
    }

    /// The lengths in bytes, then the bytes of all.
    private static func appendPlain(_ texts: Texts, to bytes: inout [UInt8]) {
        IntegerColumn.append(texts.pieces.map { Int64($0.count) }, to: &bytes)
        texts.bytes.withUnsafeBufferPointer { source in
            for piece in texts.pieces { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[piece.range])) }
        }
    }

    private static func readPlain(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> Texts {
        var pieces: [ByteSpan] = []
        pieces.reserveCapacity(count)
        var total = 0
        let left = cursor.left
        for length in try IntegerColumn.read(count, from: &cursor) {
            guard length >= 0, length <= left - total else { throw cursor.malformed }
            pieces.append(ByteSpan(total, total + Int(length)))
            total += Int(length)
        }
        let content = Array(try cursor.slice(total))
        // Sound as a whole, and no text begins in the middle of a letter: then each is sound.
        guard String(validating: content, as: UTF8.self) != nil,
            pieces.allSatisfy({ $0.count == 0 || content[Int($0.start)] & 0xC0 != 0x80 })
        else { throw cursor.malformed }
        return Texts(content, pieces: pieces)
    }
}
