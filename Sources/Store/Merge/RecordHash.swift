import Bundles
import Causality
import Crypto
import FieldRecords

/// A sum of SHA-256 hashes modulo 2^256, so that a record's part can be taken out and put back.
struct RecordHash: Equatable {
    /// The lowest first.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    static let zero = RecordHash(words: (0, 0, 0, 0))

    private init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// Nil unless there are 32 bytes, the highest first.
    init?(exactly bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 32 else { return nil }
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 24 - index * 8, as: UInt64.self))
        }
        words = (word(0), word(1), word(2), word(3))
    }

    init(of content: [UInt8]) {
        self = SHA256.hash(data: content).withUnsafeBytes { RecordHash(exactly: $0) } ?? .zero
    }

    var bytes: [UInt8] {
        [words.3, words.2, words.1, words.0].flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
    }

    static func == (one: RecordHash, other: RecordHash) -> Bool { one.words == other.words }

    static func + (one: RecordHash, other: RecordHash) -> RecordHash {
        var sum = one
        var carry = false
        func add(_ left: inout UInt64, _ right: UInt64) {
            let (first, overflow) = left.addingReportingOverflow(right)
            let (second, overflowAgain) = first.addingReportingOverflow(carry ? 1 : 0)
            left = second
            carry = overflow || overflowAgain
        }
        add(&sum.words.0, other.words.0)
        add(&sum.words.1, other.words.1)
        add(&sum.words.2, other.words.2)
        add(&sum.words.3, other.words.3)
        return sum
    }

    static func - (one: RecordHash, other: RecordHash) -> RecordHash {
        let negative = RecordHash(words: (~other.words.0, ~other.words.1, ~other.words.2, ~other.words.3))
        return one + (negative + RecordHash(words: (1, 0, 0, 0)))
    }
}

extension StoreReading {
    /// What a record adds to the digest of its place: equal exactly where the merged state is.
    ///
    /// It covers names that mean the same on every device: keys, never row numbers. Each write that stands is named
    /// once, with the fields that it stands in.
    func hash(of record: WorkingRecord) throws -> RecordHash {
        guard record.form != nil else { return .zero }
        var fields: [UInt8] = []
        record.appendJSON(to: &fields, names: fieldNames)
        return try hash(of: record, fields: fields, groups: record.stamps.groups)
    }

    /// The same where its fields are spelled already.
    func hash(of record: WorkingRecord, fields: [UInt8], groups: [Stamps.Group]) throws -> RecordHash {
        guard let form = record.form else { return .zero }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + fields.count + record.shown.count * 16)
        bytes.add("yilu record 2")
        bytes.appendReplica(record.name.replica)
        bytes.appendVarint(record.name.number)
        bytes.add(form.name)
        bytes.add(form.version)
        bytes.append(contentsOf: fields)
        var standing: [(name: Dot<LogID>, fields: [Int64])] = []
        for group in groups { standing.append((try name(of: group.dot), group.fields)) }
        if standing.count > 1 { standing.sort { $0.name < $1.name } }
        bytes.appendVarint(UInt64(standing.count))
        for (dot, fields) in standing {
            bytes.add(dot)
            bytes.appendVarint(UInt64(fields.count))
            // The numbers of fields are this device's own; their order by name is everybody's.
            for field in ordered(fields) { fieldNames.appendKey(of: field, to: &bytes) }
        }
        let deletions = try record.stamps.deletions.dots.map { try name(of: $0) }.sorted()
        bytes.appendVarint(UInt64(deletions.count))
        for dot in deletions { bytes.add(dot) }
        bytes.append(record.stamps.isErased ? 1 : 0)
        return RecordHash(of: bytes)
    }

    /// Fields by the order of their names: mostly they come so.
    private func ordered(_ fields: [Int64]) -> [Int64] {
        var last = -1
        for field in fields {
            let rank = fieldNames.rank(field)
            if rank < last { return fields.sorted { fieldNames.precedes($0, $1) } }
            last = rank
        }
        return fields
    }

    private func name(of dot: Dot<Int64>) throws -> Dot<LogID> {
        Dot(log: try logName(row: dot.log), sequence: dot.sequence)
    }
}

extension [UInt8] {
    fileprivate mutating func add(_ text: String) {
        appendVarint(UInt64(text.utf8.count))
        append(contentsOf: text.utf8)
    }

    fileprivate mutating func add(_ dot: Dot<LogID>) {
        appendReplica(dot.log.replica)
        appendVarint(dot.sequence)
    }
}
