extension FieldValue {
    /// Appends the canonical JSON of the value: one spelling for each value, so that equal values have equal bytes.
    ///
    /// A decimal keeps its point (`15.0`), which is what tells it from an integer. A file is
    /// `{"bytes":n,"file":"<sha256 in hex>","type":"image/jpeg"}`.
    package func appendJSON(to bytes: inout [UInt8]) {
        switch self {
        case .empty: bytes.append(contentsOf: "null".utf8)
        case .text(let text): JSONText.append(text, to: &bytes)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .decimal(let number): JSONText.append(number, to: &bytes)
        case .list(let codes):
            bytes.append(UInt8(ascii: "["))
            for (index, code) in codes.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSONText.append(code, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .file(let file):
            bytes.append(contentsOf: "{\"bytes\":".utf8)
            bytes.append(contentsOf: String(file.bytes).utf8)
            bytes.append(contentsOf: ",\"file\":\"".utf8)
            Hexadecimal.append(file.digest, to: &bytes)
            bytes.append(contentsOf: "\",\"type\":".utf8)
            JSONText.append(file.mediaType, to: &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// The value as it stands in `--json` output and in the page's interface.
    package var json: JSONValue {
        switch self {
        case .empty: .null
        case .text(let text): .string(text)
        case .integer(let number): .integer(number)
        case .decimal(let number): .decimal(number)
        case .list(let codes): .array(codes.map(JSONValue.string))
        case .file(let file):
            .object([
                JSONMember("bytes", .integer(file.bytes)),
                JSONMember("file", .string(file.digestText)),
                JSONMember("type", .string(file.mediaType)),
            ])
        }
    }

    /// The value that a JSON text stands for. What it may be in a certain field is the form's to say.
    ///
    /// - Throws: ``FieldRecordsError/badJSON(_:)`` for a truth value, a nested list, an object that is no file.
    package init(json: JSONValue) throws(FieldRecordsError) {
        let refusal = FieldRecordsError.badJSON(JSONFault(.notAFieldValue, offset: 0))
        switch json {
        case .null: self = .empty
        case .string(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .decimal(let number): self = .decimal(number)
        case .bool: throw refusal
        case .array(let elements):
            let codes = elements.compactMap(\.text)
            guard codes.count == elements.count else { throw refusal }
            self = .list(codes)
        case .object(let members):
            guard members.count == 3, case .integer(let bytes)? = json["bytes"], bytes >= 0,
                let digest = json["file"]?.text.flatMap(Hexadecimal.bytes), digest.count == 32,
                let mediaType = json["type"]?.text
            else { throw refusal }
            self = .file(FileReference(digest: digest, bytes: bytes, mediaType: mediaType))
        }
    }
}

extension FieldValue {
    /// The value that canonical JSON spells: what ``appendJSON(to:)`` wrote.
    ///
    /// - Throws: ``FieldRecordsError/badJSON(_:)``.
    package init(canonicalJSON bytes: some Collection<UInt8>) throws(FieldRecordsError) {
        self = try withContiguousBytes(of: bytes) { bytes throws(FieldRecordsError) in
            var reader = try JSONReader(bytes, limits: JSONLimits(bytesMax: Patch.jsonBytesMax, depthMax: 2))
            let value = try reader.readFieldValue()
            try reader.expectEnd()
            return value
        }
    }
}

extension FileReference {
    /// The digest in lower-case hexadecimal digits.
    package var digestText: String {
        var bytes: [UInt8] = []
        Hexadecimal.append(digest, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
