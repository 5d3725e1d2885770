import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

extension StoreWriting {
    /// Chunks of fewer changes are joined, so that a station that saves one by one has not a row for each save.
    private static let smallChangesMax = 64

    /// Writes a chunk that is not stored yet.
    ///
    /// - Precondition: its content is in memory.
    func insert(_ chunk: HeldChunk, name: LogID) throws {
        let statement = try RawStatement(
            "INSERT INTO chunk (log, first, last, content, chains, contexts, files) VALUES (?, ?, ?, ?, ?, ?, ?)",
            db: db)
        statement.bind(chunk.log, at: 1)
        statement.bind(Int64(chunk.first), at: 2)
        statement.bind(Int64(chunk.last), at: 3)
        let frame = try frame(of: chunk, name: name)
        try frame.withUnsafeBytes { frame in
            try chunk.encodedPrefixes.withUnsafeBytes { chains in
                try chunk.encodedContexts.withUnsafeBytes { contexts in
                    statement.bind(blob: frame, at: 4)
                    statement.bind(blob: chains, at: 5)
                    statement.bind(blob: contexts, at: 6)
                    statement.bind(try content(of: chunk).packed.namesFiles ? 1 : 0, at: 7)
                    try statement.run()
                }
            }
        }
        chunk.row = db.lastInsertedRowID
        chunk.contextsChanged = false
        chunk.contentChanged = false
        heldChunks.recount(chunk)
        let small = UInt64(Self.smallChangesMax)
        if chunk.count < Self.smallChangesMax, (chunk.first - 1) / small != chunk.last / small {
            try joinSmallChunks(endingAt: chunk, name: name)
        }
    }

    /// The frame in which a chunk is kept.
    private func frame(of chunk: HeldChunk, name: LogID) throws -> [UInt8] {
        let content = try content(of: chunk)
        if let frame = content.frame { return frame }
        let frame = try Chunk(
            log: name, first: chunk.first, previous: content.previous, packed: content.packed,
            signature: content.signature
        ).frame
        chunk.content?.frame = frame
        return frame
    }

    /// Writes back the chunks of which something was learnt or erased.
    func writeChangedChunks() throws {
        for chunk in heldChunks.changed {
            guard let row = chunk.row else { continue }
            if chunk.contentChanged {
                let frame = try frame(of: chunk, name: try log(row: chunk.log).name)
                try run("UPDATE chunk SET content = ? WHERE id = ?", [Data(frame), row])
            }
            if chunk.contextsChanged {
                try run("UPDATE chunk SET contexts = ? WHERE id = ?", [Data(chunk.encodedContexts), row])
            }
            chunk.contentChanged = false
            chunk.contextsChanged = false
        }
    }

    /// Joins the small chunks at the end of a log.
    private func joinSmallChunks(endingAt end: HeldChunk, name: LogID) throws {
        var parts = [end]
        var count = end.count
        var bytes = try packed(end).rawBytes
        while let first = parts.first, first.first > 1, let before = try heldChunk(of: end.log, at: first.first - 1),
            before.count < Self.smallChangesMax, count + before.count <= Self.smallChangesMax * 2,
            case let more = try packed(before).rawBytes, bytes + more <= Chunk.rawBytesMax
        {
            parts.insert(before, at: 0)
            count += before.count
            bytes += more
        }
        guard parts.count > 1 else { return }
        let head = try content(of: parts[0])
        var packed = head.packed
        for part in parts.dropFirst() { packed.append(contentsOf: try self.packed(part), first: part.first) }
        let joined = HeldChunk(
            row: nil, log: end.log, first: parts[0].first, prefixes: parts.flatMap(\.prefixes),
            contexts: parts.flatMap(\.contexts),
            content: HeldChunk.Content(
                packed: packed, previous: head.previous, signature: try content(of: end).signature))
        for part in parts { try delete(part) }
        heldChunks.keep(joined)
        try insert(joined, name: name)
    }

    func delete(_ chunk: HeldChunk) throws {
        heldChunks.remove(chunk)
        if let row = chunk.row { try run("DELETE FROM chunk WHERE id = ?", [row]) }
    }

    /// Drops a log's changes from a number on: a branch that gives way, which was put aside before.
    func dropChanges(ofLog log: LogRow, from sequence: UInt64) throws {
        try storeMade(leaving: 0)
        try writeChangedChunks()
        if let cut = try heldChunk(of: log.id, at: sequence), cut.first < sequence {
            let content = try content(of: cut)
            let count = Int(sequence - cut.first)
            let packed = PackedChanges(
                (0..<count).map(content.packed.change), own: log.name.replica, first: cut.first)
            let kept = HeldChunk(
                row: nil, log: log.id, first: cut.first, prefixes: Array(cut.prefixes.prefix(count)),
                contexts: Array(cut.contexts.prefix(count)),
                // Whoever asks for these changes gets them with the ones of the other branch and its signature.
                content: HeldChunk.Content(
                    packed: packed, previous: content.previous, signature: content.signature))
            try delete(cut)
            heldChunks.keep(kept)
            try insert(kept, name: log.name)
        }
        for chunk in heldChunks.chunks(of: log.id) where chunk.first >= sequence { heldChunks.remove(chunk) }
        try run("DELETE FROM chunk WHERE log = ? AND first >= ?", [log.id, Int64(sequence)])
        try run("DELETE FROM void WHERE log = ? AND sequence >= ?", [log.id, Int64(sequence)])
    }

    /// Takes back what is known of the contexts at a place.
    func forgetContexts(ofLog log: Int64) throws {
        try storeMade(leaving: 0)
        try heldChunks(of: log) { chunk in
            chunk.forgetContexts()
            try writeChangedChunks()
            return true
        }
    }
}
