import Bundles
import Causality

/// Whole numbers in few bytes (LEB128), as the packed columns of the store have them.
extension [UInt8] {
    mutating func appendVarint(_ value: Int64) {
        appendVarint(UInt64(bitPattern: value))
    }
}

/// Reads such numbers from a column that may hold anything.
struct VarintReader {
    private let bytes: UnsafeRawBufferPointer
    /// The name that errors give the column.
    private let path: String
    private var index = 0

    init(_ bytes: UnsafeRawBufferPointer, path: String) {
        self.bytes = bytes
        self.path = path
    }

    var isAtEnd: Bool { index >= bytes.count }

    mutating func dot() throws -> Dot<Int64> {
        let log = Int64(clamping: try next())
        let sequence = try next()
        guard sequence <= Dot<Int64>.sequenceMax else { throw fault("a value that cannot be") }
        return Dot(log: log, sequence: sequence)
    }

    mutating func next() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard index < bytes.count else { break }
            let byte = bytes[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw fault("cut off")
    }

    func fault(_ reason: String) -> StoreError { .notAStore(path: path, reason: reason) }
}
