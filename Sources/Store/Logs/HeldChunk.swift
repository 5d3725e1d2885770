import Bundles
import Causality
import FieldRecords

/// A piece of a log as the store holds it, with what only this device knows of its changes.
///
/// The changes themselves are read and unpacked only when somebody asks for them.
final class HeldChunk {
    /// Its row; nil before it is stored.
    var row: Int64?
    let log: Int64
    /// The number of its first change.
    let first: UInt64
    /// For each change, the first 8 bytes of the chain hash there.
    private(set) var prefixes: [UInt64]
    /// For each change the row of its context without its own log; 0 until it can be told.
    private(set) var contexts: [Int64]
    /// What was asked for, or not stored yet.
    var content: Content?
    /// Whether the row has to be written anew: its contexts, its content.
    var contextsChanged = false
    var contentChanged = false
    /// When it was asked for last, counted in questions.
    var lastUse: UInt64 = 0
    /// Whether it is in the cache, and what that counts for it.
    var isKept = false
    var countedBytes = 0
    /// For each field name of the content the row of the field.
    var fieldRows: [Int64] = []
    /// For each replica of the content its row, 0 before it was asked for.
    var replicaRows: [Int64] = []

    /// The changes, and what a chunk has beside them.
    struct Content {
        var packed: PackedChanges
        let previous: ChainHash
        var signature: [UInt8]
        /// The frame in which they travel; nil where it must be made.
        var frame: [UInt8]?
    }

    init(row: Int64?, log: Int64, first: UInt64, prefixes: [UInt64], contexts: [Int64], content: Content? = nil) {
        precondition(prefixes.count == contexts.count, "each change has a chain hash and a context")
        self.row = row
        self.log = log
        self.first = first
        self.prefixes = prefixes
        self.contexts = contexts
        self.content = content
    }

    /// About what it takes in memory.
    var bytesAbout: Int {
        256 + count * 16 + (content.map { $0.packed.memoryBytes + ($0.frame?.count ?? 0) } ?? 0)
    }

    var isChanged: Bool { row != nil && (contextsChanged || contentChanged) }

    var count: Int { prefixes.count }
    var last: UInt64 { first + UInt64(count) - 1 }

    func holds(_ sequence: UInt64) -> Bool { sequence >= first && sequence - first < UInt64(count) }

    func index(of sequence: UInt64) -> Int { Int(sequence - first) }

    /// Adds a change at the end, which is in the content already.
    func add(prefix: UInt64, context: Int64) {
        prefixes.append(prefix)
        contexts.append(context)
    }

    func setContext(_ context: Int64, at index: Int) {
        contexts[index] = context
        contextsChanged = true
    }

    /// Forgets the changes, and what goes by the order of their tables: read again, they may have another.
    func forgetContent() {
        content = nil
        fieldRows = []
        replicaRows = []
    }

    /// Takes back all contexts, for the place is merged anew.
    func forgetContexts() {
        contexts = [Int64](repeating: 0, count: count)
        contextsChanged = true
    }
}

extension HeldChunk {
    /// As the column `chains` has them.
    var encodedPrefixes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * 8)
        for prefix in prefixes { withUnsafeBytes(of: prefix.bigEndian) { bytes.append(contentsOf: $0) } }
        return bytes
    }

    /// As the column `contexts` has them: how many, which, one run after another.
    var encodedContexts: [UInt8] {
        var bytes: [UInt8] = []
        var start = 0
        for index in 1...count where index == count || contexts[index] != contexts[start] {
            bytes.appendVarint(UInt64(index - start))
            bytes.appendVarint(contexts[start])
            start = index
        }
        return bytes
    }

    static func prefixes(_ bytes: UnsafeRawBufferPointer, count: Int) throws -> [UInt64] {
        guard bytes.count == count * 8 else { throw StoreError.notAStore(path: "chunk.chains", reason: "cut off") }
        return (0..<count).map {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
        }
    }

    static func contexts(_ bytes: UnsafeRawBufferPointer, count: Int) throws -> [Int64] {
        var reader = VarintReader(bytes, path: "chunk.contexts")
        var contexts: [Int64] = []
        contexts.reserveCapacity(count)
        while !reader.isAtEnd {
            let length = try reader.next()
            let context = Int64(clamping: try reader.next())
            guard length <= UInt64(count - contexts.count) else { throw reader.fault("a value that cannot be") }
            contexts.append(contentsOf: repeatElement(context, count: Int(length)))
        }
        guard contexts.count == count else { throw reader.fault("cut off") }
        return contexts
    }
}
