extension JSONValue {
    /// Appends the value without any space.
    package func appendJSON(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .decimal(let number): JSONText.append(number, to: &bytes)
        case .string(let text): JSONText.append(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.appendJSON(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSONText.append(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.appendJSON(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// The value on one line.
    package var compact: String {
        var bytes: [UInt8] = []
        appendJSON(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value on many lines, two spaces a level, for people and `--json`; no line break at the end.
    package var pretty: String {
        var bytes: [UInt8] = []
        appendPretty(to: &bytes, level: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func appendPretty(to bytes: inout [UInt8], level: Int) {
        switch self {
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                JSONText.appendLineBreak(to: &bytes, after: index, level: level + 1)
                element.appendPretty(to: &bytes, level: level + 1)
            }
            JSONText.appendLineBreak(to: &bytes, after: 0, level: level)
            bytes.append(UInt8(ascii: "]"))
        case .object(let members) where !members.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                JSONText.appendLineBreak(to: &bytes, after: index, level: level + 1)
                JSONText.append(member.key, to: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                member.value.appendPretty(to: &bytes, level: level + 1)
            }
            JSONText.appendLineBreak(to: &bytes, after: 0, level: level)
            bytes.append(UInt8(ascii: "}"))
        default: appendJSON(to: &bytes)
        }
    }
}

/// The spelling of JSON's scalars: one for each value, the one of RFC 8785 for strings.
package enum JSONText {
    /// With quotes; only what must be escaped is.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        if text.utf8.withContiguousStorageIfAvailable({ append($0, to: &bytes) }) == nil {
            Array(text.utf8).withUnsafeBufferPointer { append($0, to: &bytes) }
        }
    }

    /// The same for the bytes of a text.
    package static func append(_ content: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for index in 0..<content.count where needsEscape(content[index]) {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: content[start..<index]))
            appendEscape(of: content[index], to: &bytes)
            start = index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: content[start...]))
        bytes.append(UInt8(ascii: "\""))
    }

    /// The shortest text that reads back as the same Double, always with a point or an exponent, and one zero only.
    ///
    /// - Precondition: `number` is finite.
    static func append(_ number: Double, to bytes: inout [UInt8]) {
        precondition(number.isFinite, "JSON has finite numbers only")
        bytes.append(contentsOf: (number == 0 ? "0.0" : number.description).utf8)
    }

    static func appendLineBreak(to bytes: inout [UInt8], after index: Int, level: Int) {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: level * 2))
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case ..<0x20:
            bytes.append(contentsOf: "u00".utf8)
            Hexadecimal.append([byte], to: &bytes)
        default: bytes.append(byte)
        }
    }
}
