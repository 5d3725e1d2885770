import FieldRecords

/// What a person typed after `record add` and `record edit`.
struct TypedFields {
    let values: [(String, String)]
    /// A field and the path of the file it should hold.
    let files: [(String, String)]

    /// - Throws: ``UsageFault`` for a word that is not `FIELD=…`, and for a field named twice.
    init(values: [String], files: [String]) throws {
        self.values = try values.map(TypedFields.pair)
        self.files = try files.map(TypedFields.pair)
        var seen = Set<String>()
        for (field, _) in self.values + self.files where !seen.insert(field).inserted {
            throw UsageFault(Phrase(zh: "字段 \(field) 写了两次", en: "the field \(field) is given twice"))
        }
    }

    private static func pair(_ word: String) throws -> (String, String) {
        guard let sign = word.firstIndex(of: "="), sign != word.startIndex else {
            throw UsageFault(Phrase(zh: "“\(word)”不是“字段=值”", en: "“\(word)” is not FIELD=VALUE"))
        }
        return (String(word[..<sign]), String(word[word.index(after: sign)...]))
    }
}
