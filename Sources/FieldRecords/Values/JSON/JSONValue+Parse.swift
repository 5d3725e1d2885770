extension JSONValue {
    /// Reads one JSON text, space around it allowed.
    ///
    /// Stricter than RFC 8259 must be: a key that stands twice, half a surrogate pair and a number that Double cannot
    /// hold are refused, because two readers would understand them differently.
    ///
    /// - Throws: ``FieldRecordsError/badJSON(_:)`` with the byte offset.
    package init(parsing bytes: some Collection<UInt8>, limits: JSONLimits = .standard) throws(FieldRecordsError) {
        self = try withContiguousBytes(of: bytes) { bytes throws(FieldRecordsError) in
            var reader = try JSONReader(bytes, limits: limits)
            reader.skipSpace()
            let value = try reader.readValue()
            reader.skipSpace()
            try reader.expectEnd()
            return value
        }
    }
}

/// Lends the bytes of any collection in one piece, copied only where they do not lie in one piece already.
func withContiguousBytes<Value>(
    of bytes: some Collection<UInt8>,
    _ body: (UnsafeBufferPointer<UInt8>) throws(FieldRecordsError) -> Value
) throws(FieldRecordsError) -> Value {
    func result(_ buffer: UnsafeBufferPointer<UInt8>) -> Result<Value, FieldRecordsError> {
        do throws(FieldRecordsError) { return .success(try body(buffer)) } catch { return .failure(error) }
    }
    let outcome = bytes.withContiguousStorageIfAvailable(result) ?? Array(bytes).withUnsafeBufferPointer(result)
    return try outcome.get()
}

extension JSONReader {
    mutating func readValue() throws(FieldRecordsError) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "{"): return .object(try readMembers())
        case UInt8(ascii: "["): return .array(try readElements())
        case UInt8(ascii: "t"):
            try expect(word: "true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try expect(word: "false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try expect(word: "null")
            return .null
        default:
            switch try readNumber() {
            case .integer(let number): return .integer(number)
            case .decimal(let number): return .decimal(number)
            }
        }
    }

    private mutating func readElements() throws(FieldRecordsError) -> [JSONValue] {
        try enter()
        defer { leave() }
        try expect(UInt8(ascii: "["))
        skipSpace()
        var elements: [JSONValue] = []
        if skip(UInt8(ascii: "]")) { return elements }
        while true {
            skipSpace()
            elements.append(try readValue())
            skipSpace()
            if skip(UInt8(ascii: "]")) { return elements }
            try expect(UInt8(ascii: ","))
        }
    }

    private mutating func readMembers() throws(FieldRecordsError) -> [JSONMember] {
        try enter()
        defer { leave() }
        try expect(UInt8(ascii: "{"))
        skipSpace()
        var members: [JSONMember] = []
        if skip(UInt8(ascii: "}")) { return members }
        members.reserveCapacity(12)
        var keys = KeySet()
        while true {
            skipSpace()
            let start = position
            let key = try readString()
            guard keys.insert(key, others: members) else { throw fault(.duplicateKey, at: start) }
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            members.append(JSONMember(key, try readValue()))
            skipSpace()
            if skip(UInt8(ascii: "}")) { return members }
            try expect(UInt8(ascii: ","))
        }
    }
}

/// The keys of one object so far, by their bytes: String's own equality would take two spellings of one letter for one
/// key.
private struct KeySet {
    /// Beyond so many keys they are hashed; until then comparing them costs less.
    private static let comparedMax = 16

    /// A bit for every length and last byte: most keys are told from all others by it.
    private var marks: UInt64 = 0
    private var hashed: Set<[UInt8]> = []

    /// - Returns: false where the key is among the others already.
    mutating func insert(_ key: String, others: [JSONMember]) -> Bool {
        if others.count > KeySet.comparedMax {
            if hashed.isEmpty { hashed = Set(others.map { Array($0.key.utf8) }) }
            return hashed.insert(Array(key.utf8)).inserted
        }
        let mark = UInt64(1) << ((UInt64(key.utf8.count) &* 7 &+ UInt64(key.utf8.last ?? 0)) & 63)
        defer { marks |= mark }
        guard marks & mark != 0 else { return true }
        return !others.contains { $0.key == key && $0.key.utf8.elementsEqual(key.utf8) }
    }
}
