import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

/// The chunks that were asked for last: unpacked, they take many times their size on disk.
struct HeldChunkCache {
    private var chunks: [Int64: [HeldChunk]] = [:]
    /// About what all of them take in memory.
    private(set) var bytes = 0
    private var uses: UInt64 = 0
    /// The one asked for last.
    private var recent: HeldChunk?

    /// The one that holds a change, if it is here.
    mutating func chunk(of log: Int64, at sequence: UInt64) -> HeldChunk? {
        uses += 1
        if let recent, recent.log == log, recent.holds(sequence) {
            recent.lastUse = uses
            return recent
        }
        guard let known = chunks[log], case let place = HeldChunkCache.place(of: sequence, in: known), place > 0,
            case let found = known[place - 1], found.holds(sequence)
        else { return nil }
        found.lastUse = uses
        recent = found
        return found
    }

    mutating func keep(_ chunk: HeldChunk) {
        chunk.lastUse = uses
        var known = chunks.removeValue(forKey: chunk.log) ?? []
        known.insert(chunk, at: HeldChunkCache.place(of: chunk.first, in: known))
        chunks[chunk.log] = known
        chunk.isKept = true
        recount(chunk)
    }

    /// Follows what a chunk takes in memory, if it is here.
    mutating func recount(_ chunk: HeldChunk) {
        guard chunk.isKept else { return }
        let now = chunk.bytesAbout
        bytes += now - chunk.countedBytes
        chunk.countedBytes = now
        if bytes > MemoryBounds.chunkBytesMax { dropOldest() }
    }

    /// How many of a log's chunks begin at a number or before it: they are kept in order.
    private static func place(of sequence: UInt64, in known: [HeldChunk]) -> Int {
        var (low, high) = (0, known.count)
        while low < high {
            let middle = (low + high) / 2
            if known[middle].first <= sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Forgets the changes of a chunk that was stored just now and is hardly ever asked for again: of many such, they
    /// would be most of what an import keeps in memory. A small one stays, to be joined with the next.
    mutating func forgetContent(of chunk: HeldChunk) {
        guard chunk.row != nil, !chunk.isChanged, chunk.bytesAbout >= LogPiece.aloneBytesMin else { return }
        chunk.forgetContent()
        recount(chunk)
    }

    /// All that are here of a log.
    func chunks(of log: Int64) -> [HeldChunk] { chunks[log] ?? [] }

    /// All that have something to be written.
    var changed: [HeldChunk] {
        chunks.values.flatMap { $0.filter(\.isChanged) }.sorted { ($0.row ?? 0) < ($1.row ?? 0) }
    }

    mutating func remove(_ chunk: HeldChunk) {
        if recent === chunk { recent = nil }
        chunks[chunk.log]?.removeAll { $0 === chunk }
        bytes -= chunk.countedBytes
        chunk.countedBytes = 0
        chunk.isKept = false
    }

    /// Drops a quarter, what was not asked for longest. What is not written yet stays.
    private mutating func dropOldest() {
        let idle = chunks.values.flatMap { $0.filter { $0.row != nil && !$0.isChanged } }.sorted {
            $0.lastUse < $1.lastUse
        }
        for chunk in idle where bytes > MemoryBounds.chunkBytesMax / 4 * 3 { remove(chunk) }
    }
}

extension StoreReading {
    /// The chunk that holds a change; nil where it is not held.
    func heldChunk(of log: Int64, at sequence: UInt64) throws -> HeldChunk? {
        guard sequence >= 1 else { return nil }
        if let known = heldChunks.chunk(of: log, at: sequence) { return known }
        let statement = try RawStatement(
            """
            SELECT id, first, last, chains, contexts FROM chunk WHERE log = ? AND first <= ?
            ORDER BY first DESC LIMIT 1
            """, db: db)
        statement.bind(log, at: 1)
        statement.bind(Int64(sequence), at: 2)
        defer { statement.end() }
        guard try statement.step(), statement.integer(2) >= Int64(sequence) else { return nil }
        let chunk = try Self.heldChunk(statement, log: log)
        guard chunk.holds(sequence) else { return nil }
        heldChunks.keep(chunk)
        return chunk
    }

    private static func heldChunk(_ row: RawStatement, log: Int64) throws -> HeldChunk {
        let (first, last) = (row.integer(1), row.integer(2))
        guard first >= 1, last >= first, last - first < Int64(Chunk.changesMax),
            last <= Int64(Dot<Int64>.sequenceMax)
        else { throw StoreError.notAStore(path: "chunk.last", reason: "a value that cannot be") }
        let count = Int(last - first) + 1
        return HeldChunk(
            row: row.integer(0), log: log, first: UInt64(first),
            prefixes: try HeldChunk.prefixes(row.bytes(3), count: count),
            contexts: try HeldChunk.contexts(row.bytes(4), count: count))
    }

    /// Gives every chunk of a log from the one on that holds a change, in order, until `each` answers false.
    func heldChunks(of log: Int64, from sequence: UInt64 = 1, _ each: (HeldChunk) throws -> Bool) throws {
        var next = sequence
        while let chunk = try heldChunk(of: log, at: next) {
            guard try each(chunk) else { return }
            next = chunk.last + 1
        }
    }

    /// The changes of a chunk.
    func packed(_ chunk: HeldChunk) throws -> PackedChanges {
        try content(of: chunk).packed
    }

    /// The changes of a chunk with what it has beside them, read when they are first asked for.
    @discardableResult
    func content(of chunk: HeldChunk) throws -> HeldChunk.Content {
        if let known = chunk.content { return known }
        guard let row = chunk.row else { preconditionFailure("what is not stored is in memory") }
        let statement = try RawStatement("SELECT content FROM chunk WHERE id = ?", db: db)
        statement.bind(row, at: 1)
        defer { statement.end() }
        guard try statement.step() else { throw StoreError.notAStore(path: "chunk", reason: "row \(row) is missing") }
        let frame = Array(statement.bytes(0))
        guard let stored = try? Chunk(frame: frame), stored.first == chunk.first, stored.count == chunk.count else {
            throw StoreError.notAStore(path: "chunk.content", reason: "row \(row)")
        }
        let content = HeldChunk.Content(
            packed: stored.packed, previous: stored.previous, signature: stored.signature, frame: frame)
        chunk.content = content
        heldChunks.recount(chunk)
        return content
    }
}

extension StoreReading {
    /// The first 8 bytes of the chain hash at a change; nil where it is not held.
    func chainPrefix(at dot: Dot<Int64>) throws -> UInt64? {
        try heldChunk(of: dot.log, at: dot.sequence).map { $0.prefixes[$0.index(of: dot.sequence)] }
    }

    /// A change with what only this device knows of it; nil where it is not held.
    func storedChange(_ dot: Dot<Int64>) throws -> StoredChange? {
        guard let chunk = try heldChunk(of: dot.log, at: dot.sequence) else { return nil }
        let index = chunk.index(of: dot.sequence)
        return StoredChange(
            dot: dot, change: try packed(chunk).change(at: index), chainPrefix: chunk.prefixes[index],
            contextRow: chunk.contexts[index] == 0 ? nil : chunk.contexts[index])
    }

    /// Why a change folds to nothing; nil where it counts.
    func void(_ dot: Dot<Int64>) throws -> String? {
        try row("SELECT reason FROM void WHERE log = ? AND sequence = ?", [dot.log, Int64(dot.sequence)])?.read(0)
    }
}

/// A change as a value, with what only this device knows of it.
struct StoredChange {
    let dot: Dot<Int64>
    let change: Change
    let chainPrefix: UInt64
    /// The row of its context without its own log; nil until it can be told.
    let contextRow: Int64?
}
