/// Reads JSON tokens from bytes, strictly by RFC 8259, and never beyond their end.
///
/// The bytes stay the caller's: a reader lives no longer than the closure which lends them.
struct JSONReader {
    /// A number as it was written.
    enum Number {
        case integer(Int64)
        case decimal(Double)
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let depthMax: Int
    private(set) var position = 0
    private var depth = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) throws(FieldRecordsError) {
        self.bytes = bytes
        depthMax = limits.depthMax
        guard bytes.count <= limits.bytesMax else {
            throw .badJSON(JSONFault(.tooLong, offset: limits.bytesMax))
        }
    }

    func fault(_ problem: JSONFault.Problem, at offset: Int? = nil) -> FieldRecordsError {
        .badJSON(JSONFault(problem, offset: offset ?? position))
    }

    /// The next byte, left where it is.
    @inline(__always)
    func peek() throws(FieldRecordsError) -> UInt8 {
        guard position < bytes.count else { throw fault(.unexpectedEnd) }
        return bytes[position]
    }

    /// Steps over the byte if it is the next one.
    @inline(__always)
    mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    @inline(__always)
    mutating func expect(_ byte: UInt8) throws(FieldRecordsError) {
        guard try peek() == byte else { throw fault(.unexpectedByte) }
        position += 1
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    mutating func expect(word: StaticString) throws(FieldRecordsError) {
        for index in 0..<word.utf8CodeUnitCount {
            try expect(word.utf8Start[index])
        }
    }

    func expectEnd() throws(FieldRecordsError) {
        guard position == bytes.count else { throw fault(.trailingBytes) }
    }

    /// Counts one array or object more.
    mutating func enter() throws(FieldRecordsError) {
        depth += 1
        guard depth <= depthMax else { throw fault(.tooDeep) }
    }

    mutating func leave() { depth -= 1 }
}

extension JSONReader {
    /// A string with its quotes.
    mutating func readString() throws(FieldRecordsError) -> String {
        try expect(UInt8(ascii: "\""))
        let start = position
        position = ByteScan.endOfPlainText(in: bytes, from: start)
        guard position < bytes.count else { throw fault(.unexpectedEnd) }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            let text = try validated(UnsafeBufferPointer(rebasing: bytes[start..<position]), at: start)
            position += 1
            return text
        case UInt8(ascii: "\\"): return try readEscapedString(from: start)
        default: throw fault(.unexpectedByte)
        }
    }

    private func validated(_ part: UnsafeBufferPointer<UInt8>, at start: Int) throws(FieldRecordsError) -> String {
        // Decoding repairs what is no UTF-8, and then the bytes differ. It is several times as fast as String's
        // validating initializer, which is not specialized for bytes.
        var text = String(decoding: part, as: UTF8.self)
        guard text.withUTF8({ ByteScan.areEqual($0, part) }) else { throw fault(.invalidUTF8, at: start) }
        return text
    }

    private mutating func readEscapedString(from start: Int) throws(FieldRecordsError) -> String {
        var content = Array(bytes[start..<position])
        while true {
            let byte = try peek()
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                return try content.withUnsafeBufferPointer { content throws(FieldRecordsError) in
                    try validated(content, at: start)
                }
            case UInt8(ascii: "\\"): try readEscape(into: &content)
            case 0x20...: content.append(byte)
            default: throw fault(.unexpectedByte, at: position - 1)
            }
        }
    }

    private mutating func readEscape(into content: inout [UInt8]) throws(FieldRecordsError) {
        let byte = try peek()
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content.append(contentsOf: Array(String(try readEscapedScalar()).utf8))
        default: throw fault(.invalidEscape, at: position - 1)
        }
    }

    /// RFC 8259 lets half a surrogate pair pass; it is no text, and SQLite and Swift could not keep it.
    private mutating func readEscapedScalar() throws(FieldRecordsError) -> Unicode.Scalar {
        let start = position
        let first = try readHexUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else {
            throw fault(.invalidEscape, at: start)
        }
        let second = try readHexUnit()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw fault(.invalidEscape, at: start) }
        return scalar
    }

    private mutating func readHexUnit() throws(FieldRecordsError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try peek())).hexDigitValue else { throw fault(.invalidEscape) }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }
}

extension JSONReader {
    /// A number: an integer where it is written as one and fits.
    mutating func readNumber() throws(FieldRecordsError) -> Number {
        let start = position
        let negative = skip(UInt8(ascii: "-"))
        var whole: Int64 = 0
        var fits = true
        let first = try peek()
        guard isDigit(first) else { throw fault(.unexpectedByte) }
        if first == UInt8(ascii: "0") {
            position += 1
        } else {
            while position < bytes.count, isDigit(bytes[position]) {
                let digit = Int64(bytes[position] &- UInt8(ascii: "0"))
                let (product, overflowed) = whole.multipliedReportingOverflow(by: 10)
                let (sum, overflowedAgain) = product.subtractingReportingOverflow(digit)
                // Counted downwards: only then does the smallest Int64 fit.
                fits = fits && !overflowed && !overflowedAgain
                whole = sum
                position += 1
            }
        }
        let isInteger = try !skipFractionAndExponent()
        if isInteger, fits, negative || whole != .min { return .integer(negative ? whole : -whole) }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        guard let number = Double(text), number.isFinite else { throw fault(.numberOutOfRange, at: start) }
        return .decimal(number)
    }

    /// - Returns: whether there was any.
    private mutating func skipFractionAndExponent() throws(FieldRecordsError) -> Bool {
        var found = false
        if skip(UInt8(ascii: ".")) {
            found = true
            try skipDigits()
        }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            found = true
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try skipDigits()
        }
        return found
    }

    private mutating func skipDigits() throws(FieldRecordsError) {
        guard isDigit(try peek()) else { throw fault(.unexpectedByte) }
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
