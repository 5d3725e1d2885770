/// The fields set by one change: sorted by name, each once.
///
/// A patch has exactly one JSON text, so that its hash can be taken from either; any other spelling is refused.
package struct Patch: Hashable, Sendable {
    /// One field and what it is set to.
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let value: FieldValue

        package init(name: String, value: FieldValue) {
            self.name = name
            self.value = value
        }
    }

    /// The longest JSON text of a patch: the limit of one change, see `changeBytesMax` of the log.
    package static let jsonBytesMax = 256 * 1024

    /// Ascending by the UTF-8 bytes of the names, which are ASCII.
    package let entries: [Entry]

    package var isEmpty: Bool { entries.isEmpty }

    /// - Precondition: every name is valid by ``FieldName`` and stands once.
    package init(_ entries: [Entry]) {
        var sorted = entries
        if !Patch.isAscending(sorted) { sorted.sort { $0.name < $1.name } }
        precondition(Patch.isAscending(sorted), "a patch names a field once")
        precondition(sorted.allSatisfy { FieldName.isValid($0.name) }, "a patch holds valid field names")
        self.entries = sorted
    }

    /// Entries of a form: its names are valid and stand once.
    ///
    /// - Precondition: they ascend.
    init(ascending entries: [Entry]) {
        assert(Patch.isAscending(entries), "a form's fields by name")
        self.entries = entries
    }

    /// - Precondition: every name is valid by ``FieldName``.
    package init(_ fields: [String: FieldValue]) {
        self.init(fields.map { Entry(name: $0.key, value: $0.value) })
    }

    /// What a field is set to; nil where the patch leaves it alone.
    package subscript(name: String) -> FieldValue? {
        entries.first { $0.name == name }?.value
    }

    private static func isAscending(_ entries: [Entry]) -> Bool {
        for index in entries.indices.dropFirst() where !(entries[index - 1].name < entries[index].name) { return false }
        return true
    }
}

extension Patch {
    /// The canonical JSON object: names ascending, no space, values as ``FieldValue/appendJSON(to:)`` writes them.
    package var json: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * 32)
        appendJSON(to: &bytes)
        return bytes
    }

    /// Appends ``json``.
    package func appendJSON(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for entry in entries {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            JSONText.append(entry.name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            entry.value.appendJSON(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Reads ``json`` back.
    ///
    /// - Throws: ``FieldRecordsError/badJSON(_:)`` for anything but the canonical bytes of a patch.
    package init(json bytes: some Collection<UInt8>) throws(FieldRecordsError) {
        self = try withContiguousBytes(of: bytes) { bytes throws(FieldRecordsError) in try Patch(canonical: bytes) }
    }

    /// Names and lengths are checked on the way; the spelling of the values by writing them again, which costs less
    /// than to compare them one by one.
    private init(canonical bytes: UnsafeBufferPointer<UInt8>) throws(FieldRecordsError) {
        var reader = try JSONReader(bytes, limits: JSONLimits(bytesMax: Patch.jsonBytesMax, depthMax: 2))
        var entries: [Entry] = []
        try reader.expect(UInt8(ascii: "{"))
        if !reader.skip(UInt8(ascii: "}")) {
            repeat {
                let start = reader.position
                let name = try reader.readString()
                guard FieldName.isValid(name), entries.last.map({ $0.name < name }) ?? true else {
                    throw reader.fault(.notCanonical, at: start)
                }
                try reader.expect(UInt8(ascii: ":"))
                entries.append(Entry(name: name, value: try reader.readFieldValue()))
            } while reader.skip(UInt8(ascii: ","))
            try reader.expect(UInt8(ascii: "}"))
        }
        try reader.expectEnd()
        self.entries = entries
        try requireCanonical(bytes)
    }

    private func requireCanonical(_ bytes: UnsafeBufferPointer<UInt8>) throws(FieldRecordsError) {
        var canonical: [UInt8] = []
        canonical.reserveCapacity(bytes.count + 8)
        appendJSON(to: &canonical)
        guard canonical.elementsEqual(bytes) else {
            let offset = zip(canonical, bytes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            throw .badJSON(JSONFault(.notCanonical, offset: offset ?? min(canonical.count, bytes.count)))
        }
    }
}

extension JSONReader {
    /// The value of a field, without a tree of ``JSONValue`` in between for what is short and frequent.
    mutating func readFieldValue() throws(FieldRecordsError) -> FieldValue {
        switch try peek() {
        case UInt8(ascii: "\""): return .text(try readString())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            switch try readNumber() {
            case .integer(let number): return .integer(number)
            case .decimal(let number): return .decimal(number)
            }
        default:
            let start = position
            let json = try readValue()
            do throws(FieldRecordsError) { return try FieldValue(json: json) } catch {
                throw fault(.notAFieldValue, at: start)
            }
        }
    }
}
