import FieldRecords

/// Texts that are dates or numbers, each in its one spelling.
enum SpelledNumbers {
    /// The texts as days since 1970, if every one of them is exactly how such a day is written.
    static func days(_ texts: Texts) -> [Int64]? {
        all(texts) { text in
            guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
                let year = number(text[0..<4]), let month = number(text[5..<7]), let day = number(text[8..<10])
            else { return nil }
            return CivilDate(year: Int(year), month: Int(month), day: Int(day)).map { Int64($0.days) }
        }
    }

    /// The texts as whole numbers from 0, if every one of them is spelled as such, without a zero in front.
    static func integers(_ texts: Texts) -> [Int64]? {
        all(texts) { text in
            guard text.count > 0, text.count <= 18, text.count == 1 || text[0] != UInt8(ascii: "0") else { return nil }
            return number(text[...])
        }
    }

    private static func all(_ texts: Texts, _ read: (UnsafeBufferPointer<UInt8>) -> Int64?) -> [Int64]? {
        texts.bytes.withUnsafeBufferPointer { bytes in
            var values: [Int64] = []
            values.reserveCapacity(texts.count)
            for index in 0..<texts.count {
                guard let value = read(UnsafeBufferPointer(rebasing: bytes[texts.span(index).range])) else {
                    return nil
                }
                values.append(value)
            }
            return values
        }
    }

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard digit &- UInt8(ascii: "0") < 10 else { return nil }
            value = value * 10 + Int64(digit &- UInt8(ascii: "0"))
        }
        return value
    }

    /// Reads a column of numbers; each different one is spelled once, for a season has few days.
    ///
    /// - Parameter spell: nil for a number that such a column never holds.
    static func read(
        _ count: Int, from cursor: inout ByteCursor, spell: (Int64) -> String?
    ) throws(BundlesError) -> Texts {
        var texts = Texts()
        var places: [Int32] = []
        places.reserveCapacity(count)
        var known: [Int64: Int32] = [:]
        for value in try IntegerColumn.read(count, from: &cursor) {
            if let place = known[value] {
                places.append(place)
            } else {
                guard let text = spell(value) else { throw cursor.malformed }
                let place = Int32(texts.pieces.count)
                known[value] = place
                places.append(place)
                texts.append(text.utf8)
            }
        }
        texts.places = places
        return texts
    }
}
