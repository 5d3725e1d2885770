import Bundles
import Causality
import FieldRecords

/// Personal values that were left out on the way.
///
/// The chain covers their commitments alone, so that an erasure breaks none. Hence whoever hands a change on can leave
/// its personal values out, and it verifies all the same. As long as no erasure that is here says why they are gone, such
/// a change is not acknowledged, so that it comes again from whoever has them; and they are taken over from any copy.
extension StoreWriting {
    /// Takes over what held changes lack of personal values from another copy of them, which agrees with what is held.
    func completePersonalValues(from verified: VerifiedChunk, of log: LogRow) throws {
        let chunk = verified.chunk
        guard chunk.first <= log.held, chunk.packed.holdsPersonalValues else { return }
        let before = effects.completed
        var concerned: Set<RecordID> = []
        try heldChunks(of: log.id, from: chunk.first) { held in
            let packed = try packed(held)
            let completed = try packed.completed(first: held.first, from: chunk.packed, first: chunk.first) { index in
                let dot = Dot(log: log.id, sequence: held.first + UInt64(index))
                let records = try recordsChanged(by: dot, in: packed, at: index, log: log)
                guard !records.isEmpty, try !isAnyErasedHere(records, placeRow: log.placeRow) else { return false }
                if dot.sequence <= log.applied { concerned.formUnion(records) }
                effects.completed += 1
                return true
            }
            if let completed { try replace(packed: completed, in: held, cutAs: chunk) }
            return held.last < chunk.last
        }
        // With the values it may be more than goes with what follows: it goes as it was cut.
        if effects.completed > before, chunk.last <= log.held {
            try noteHead(ofLog: log.id, sequence: chunk.last, chain: verified.final, signature: chunk.signature)
        }
        for name in concerned.sorted() {
            guard let record = try knownRecord(name, placeRow: log.placeRow) else { continue }
            try foldAnew(record).isMerged = true
        }
    }

    private func isAnyErasedHere(_ records: [RecordID], placeRow: Int64) throws -> Bool {
        try records.contains { try isErasedHere($0, placeRow: placeRow) }
    }

    /// Remembers that changes which are to be held lack personal values, until ``finishLackingValues()`` looks why.
    func noteLackingValues(of chunk: Chunk, in log: LogRow) throws {
        guard chunk.packed.lacksPersonalValues, try log.replicaRow != number(.replica),
            let index = (0..<chunk.count).first(where: chunk.packed.lacksPersonalValues)
        else { return }
        let first = chunk.first + UInt64(index)
        mayLackValues[log.id] = min(first, mayLackValues[log.id] ?? first)
    }

    /// Notes of each log the first change that lacks personal values which no erasure took. Called when all else of the
    /// transaction is merged.
    func finishLackingValues() throws {
        let known = try lackingValues()
        guard !known.isEmpty || !mayLackValues.isEmpty else { return }
        var lacking: [Int64: UInt64] = [:]
        for (log, first) in known.merging(mayLackValues, uniquingKeysWith: min) {
            lacking[log] = try firstLackingValues(in: log, from: first)
        }
        mayLackValues = [:]
        if lacking != known { try set(lackingValues: lacking) }
    }

    private func firstLackingValues(in row: Int64, from first: UInt64) throws -> UInt64? {
        let log = try log(row: row)
        var found: UInt64?
        try heldChunks(of: row, from: first) { held in
            let packed = try packed(held)
            guard packed.lacksPersonalValues else { return true }
            for index in 0..<held.count where packed.lacksPersonalValues(at: index) {
                let dot = Dot(log: row, sequence: held.first + UInt64(index))
                guard dot.sequence >= first, dot.sequence <= log.cut ?? .max,
                    case let records = try recordsChanged(by: dot, in: packed, at: index, log: log),
                    !records.isEmpty, try !isAnyErasedHere(records, placeRow: log.placeRow)
                else { continue }
                found = dot.sequence
                return false
            }
            return true
        }
        return found
    }
}

extension StoreReading {
    /// By the row of a log the first change of it that lacks personal values which no erasure took.
    func lackingValues() throws -> [Int64: UInt64] {
        guard let text = try text(.lackingValues) else { return [:] }
        let pairs = text.split(separator: ",").map { $0.split(separator: ":") }
        return try Dictionary(
            pairs.map { pair in
                guard pair.count == 2, let log = Int64(pair[0]), let first = UInt64(pair[1]) else {
                    throw StoreError.notAStore(path: "fact.lackingValues", reason: "a value that cannot be")
                }
                return (log, first)
            }, uniquingKeysWith: min)
    }
}

extension StoreWriting {
    fileprivate func set(lackingValues: [Int64: UInt64]) throws {
        let text = lackingValues.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
        try set(.lackingValues, text.isEmpty ? nil : text)
    }
}
