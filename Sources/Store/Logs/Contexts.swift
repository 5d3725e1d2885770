import Bundles
import Causality
import GRDB

/// Contexts met while reading or writing. A context is kept without the log of the change that has it: that part is told by
/// the change's own number.
struct ContextCache {
    var vectors: [Int64: VersionVector<Int64>] = [:]
    var rows: [ContextKey: Int64] = [:]
}

struct ContextKey: Hashable {
    let placeRow: Int64
    let vector: VersionVector<Int64>
}

extension StoreReading {
    /// `{"2":14,"3":8}`: log row -> sequence, ascending by row.
    static func contextText(_ vector: VersionVector<Int64>) -> String {
        let entries = vector.asDictionary.sorted { $0.key < $1.key }
        return "{" + entries.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    static func contextVector(_ text: String) throws -> VersionVector<Int64> {
        var vector = VersionVector<Int64>()
        for entry in text.dropFirst().dropLast().split(separator: ",") {
            let parts = entry.split(separator: ":")
            guard parts.count == 2, let log = Int64(parts[0].dropFirst().dropLast()),
                let sequence = UInt64(parts[1]), sequence <= Dot<Int64>.sequenceMax
            else { throw StoreError.notAStore(path: "context.vector", reason: "a value that cannot be") }
            vector[log] = sequence
        }
        return vector
    }

    /// The vector of a context, as stored under that row.
    func storedContext(row: Int64) throws -> VersionVector<Int64> {
        if let known = contexts.vectors[row] { return known }
        guard let stored = try self.row("SELECT vector FROM context WHERE id = ?", [row]) else {
            throw StoreError.notAStore(path: "context", reason: "row \(row) is missing")
        }
        let vector = try Self.contextVector(try stored.read(0))
        contexts.vectors[row] = vector
        return vector
    }

    /// All that the author of an applied change had seen at its place, its own log included.
    func context(of dot: Dot<Int64>) throws -> VersionVector<Int64> {
        guard let chunk = try heldChunk(of: dot.log, at: dot.sequence) else { return VersionVector() }
        let index = chunk.index(of: dot.sequence)
        guard chunk.contexts[index] != 0 else { return VersionVector() }
        var vector = try storedContext(row: chunk.contexts[index])
        vector[dot.log] = try packed(chunk).changes[index].own
        return vector
    }
}

extension StoreWriting {
    func ensureContext(_ vector: VersionVector<Int64>, placeRow: Int64) throws -> Int64 {
        let key = ContextKey(placeRow: placeRow, vector: vector)
        if let known = contexts.rows[key] { return known }
        let text = Self.contextText(vector)
        let row: Int64
        if let stored = try integer("SELECT id FROM context WHERE place = ? AND vector = ?", [placeRow, text]) {
            row = stored
        } else {
            try run("INSERT INTO context (place, vector) VALUES (?, ?)", [placeRow, text])
            row = db.lastInsertedRowID
        }
        contexts.rows[key] = row
        contexts.vectors[row] = vector
        return row
    }
}
