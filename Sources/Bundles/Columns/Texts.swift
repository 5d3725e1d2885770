#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Texts as they stand in bytes, none of them made a string: the values of one column.
///
/// Many equal texts may share one piece.
struct Texts {
    var bytes: [UInt8]
    /// The different texts, or, where `places` is nil, all of them.
    var pieces: [ByteSpan]
    /// For each value the place of its piece.
    var places: [Int32]?

    init(_ bytes: [UInt8] = [], pieces: [ByteSpan] = [], places: [Int32]? = nil) {
        self.bytes = bytes
        self.pieces = pieces
        self.places = places
    }

    init(_ texts: some Sequence<String>) {
        self.init()
        for text in texts { append(text.utf8) }
    }

    var count: Int { places?.count ?? pieces.count }

    /// Where a value stands.
    func span(_ index: Int) -> ByteSpan {
        guard let places else { return pieces[index] }
        return pieces[Int(places[index])]
    }

    func text(_ index: Int) -> String {
        String(decoding: bytes[span(index).range], as: UTF8.self)
    }

    var strings: [String] { (0..<count).map(text) }

    mutating func append(_ text: some Sequence<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: text)
        pieces.append(ByteSpan(start, bytes.count))
    }

    /// The different ones in the order of first appearance, and where each value stands among them.
    func distinct() -> (pieces: [ByteSpan], indices: [Int64]) {
        var table = SpanTable(countMax: count)
        var indices: [Int64] = []
        indices.reserveCapacity(count)
        bytes.withUnsafeBufferPointer { bytes in
            for index in 0..<count { indices.append(Int64(table.place(of: span(index), in: bytes))) }
        }
        return (table.spans, indices)
    }
}

/// Spans of bytes by their content: open addressing, half full at most.
struct SpanTable {
    /// The different ones in the order of first appearance.
    private(set) var spans: [ByteSpan] = []
    private var slots: [Int32]
    private let mask: Int

    init(countMax: Int) {
        var size = 16
        while size < countMax * 2 { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        mask = size - 1
    }

    /// The place of a span's content among the different ones, added where it is new.
    mutating func place(of span: ByteSpan, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let content = UnsafeBufferPointer(rebasing: bytes[span.range])
        var slot = Int(truncatingIfNeeded: SpanTable.hash(content)) & mask
        while slots[slot] >= 0 {
            let known = UnsafeBufferPointer(rebasing: bytes[spans[Int(slots[slot])].range])
            if SpanTable.areEqual(known, content) { return Int(slots[slot]) }
            slot = (slot + 1) & mask
        }
        slots[slot] = Int32(spans.count)
        spans.append(span)
        return spans.count - 1
    }

    @inline(__always)
    private static func areEqual(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        guard let first = one.baseAddress, let second = other.baseAddress else { return true }
        return memcmp(first, second, one.count) == 0
    }

    /// Eight bytes at a time, in the manner of FxHash. Nobody gains by making them collide: a chunk has few.
    @inline(__always)
    private static func hash(_ content: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(content)
        var hash = UInt64(truncatingIfNeeded: content.count)
        var index = 0
        while index + 8 <= raw.count {
            hash = mixed(hash, raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        while index < raw.count {
            hash = mixed(hash, UInt64(raw[index]))
            index += 1
        }
        return hash ^ hash >> 29
    }

    @inline(__always)
    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        ((hash << 5 | hash >> 59) ^ word) &* 0x517C_C1B7_2722_0A95
    }
}
