import FieldRecords

/// Texts of one kind: as a dictionary where they repeat, as numbers where they are dates, else as they are.
///
/// Texts are told apart by their bytes: Swift's own equality takes two spellings of one letter for one.
enum TextColumn {
    private enum Form: UInt8 {
        case plain = 0
        case dictionary = 1
        case dates = 2
    }

    /// No bytes at all for no texts.
    static func append(_ texts: [String], to bytes: inout [UInt8]) {
        guard !texts.isEmpty else { return }
        let (distinct, indices) = Distinct.list(texts.map(Spelling.init))
        // Dates first: forty days of a season in a dictionary take more than as numbers.
        if distinct.count > 2, let days = days(texts) {
            bytes.append(Form.dates.rawValue)
            IntegerColumn.append(days, to: &bytes)
        } else if distinct.count * 2 <= texts.count {
            bytes.append(Form.dictionary.rawValue)
            bytes.appendVarint(distinct.count)
            appendPlain(distinct.map(\.text), to: &bytes)
            IntegerColumn.append(indices, to: &bytes)
        } else {
            bytes.append(Form.plain.rawValue)
            appendPlain(texts, to: &bytes)
        }
    }

    static func read(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> [String] {
        guard count > 0 else { return [] }
        guard let form = Form(rawValue: try cursor.byte()) else { throw cursor.malformed }
        switch form {
        case .plain: return try readPlain(count, from: &cursor)
        case .dictionary:
            let distinct = try readPlain(try cursor.count(max: count), from: &cursor)
            return try Distinct.pick(count, of: distinct, from: &cursor)
        case .dates: return try readDates(count, from: &cursor)
        }
    }

    /// The lengths in bytes, then the bytes of all.
    private static func appendPlain(_ texts: [String], to bytes: inout [UInt8]) {
        IntegerColumn.append(texts.map { Int64($0.utf8.count) }, to: &bytes)
        for text in texts { bytes.append(contentsOf: text.utf8) }
    }

    private static func readPlain(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> [String] {
        let lengths = try IntegerColumn.read(count, from: &cursor)
        var texts: [String] = []
        texts.reserveCapacity(count)
        for length in lengths {
            guard length >= 0, length <= cursor.left else { throw cursor.malformed }
            guard let text = String(validating: try cursor.slice(Int(length)), as: UTF8.self) else {
                throw cursor.malformed
            }
            texts.append(text)
        }
        return texts
    }

    private static func readDates(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> [String] {
        // A season has few days: each is spelled once, and its text shared.
        var spelled: [Int64: String] = [:]
        var texts: [String] = []
        texts.reserveCapacity(count)
        for day in try IntegerColumn.read(count, from: &cursor) {
            if let text = spelled[day] {
                texts.append(text)
            } else {
                guard let date = Int(exactly: day).flatMap(CivilDate.init(daysSinceEpoch:)) else {
                    throw cursor.malformed
                }
                spelled[day] = date.description
                texts.append(date.description)
            }
        }
        return texts
    }

    /// The texts as days since 1970, if every one of them is exactly how such a day is written.
    private static func days(_ texts: [String]) -> [Int64]? {
        var days: [Int64] = []
        days.reserveCapacity(texts.count)
        for text in texts {
            guard text.utf8.count == 10, let date = CivilDate(text), date.description == text else { return nil }
            days.append(Int64(date.days))
        }
        return days
    }
}
