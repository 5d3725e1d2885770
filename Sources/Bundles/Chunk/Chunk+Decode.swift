import Causality
import FieldRecords
import Membership

extension Chunk {
    /// Reads ``encoded`` bytes. Nothing is verified but the form: call ``verified(by:)``.
    ///
    /// - Throws: ``BundlesError/malformed(part:offset:)`` or ``BundlesError/tooLarge(part:count:max:offset:)``.
    package init(encoded bytes: some Collection<UInt8>) throws(BundlesError) {
        guard bytes.count <= Chunk.encodedBytesMax else {
            throw .tooLarge(
                part: "chunk", count: UInt64(bytes.count), max: UInt64(Chunk.encodedBytesMax), offset: 0)
        }
        var cursor = ByteCursor(Array(bytes), of: "chunk")
        let place = try cursor.place()
        let log = LogID(replica: try cursor.replica(), place: place)
        let first = try cursor.varint()
        let count = try cursor.count(max: Chunk.changesMax)
        guard count >= 1, first >= 1, first <= Dot<LogID>.sequenceMax else { throw cursor.malformed }
        let previous = ChainHash(bytes: try cursor.slice(ChainHash.byteCount))
        let signature = Array(try cursor.slice(Signatures.signatureBytes))
        let changes = try Chunk.readChanges(count, of: log, first: first, from: &cursor)
        try cursor.end()
        self.init(log: log, first: first, previous: previous, changes: changes, signature: signature)
    }

    private static func readChanges(
        _ count: Int, of log: LogID, first: UInt64, from cursor: inout ByteCursor
    ) throws(BundlesError) -> [Change] {
        let replicas = try ReplicaTable(own: log.replica, from: &cursor)
        let kinds = try readKinds(count, from: &cursor)
        let times = try TimeColumn.read(count, from: &cursor)
        let authors = try TextColumn.read(count, from: &cursor)
        let contexts = try readContexts(count, first: first, replicas: replicas, from: &cursor)
        let records = try RecordColumn.read(kinds.map(\.kind), replicas: replicas, from: &cursor)
        let begins = kinds.count { $0.kind == .begin }
        let formNames = try TextColumn.read(begins, from: &cursor)
        let formVersions = try TextColumn.read(begins, from: &cursor)
        var writings = try WritingColumns.read(kinds.map(\.kind), from: &cursor)[...]

        var changes: [Change] = []
        changes.reserveCapacity(count)
        var begun = 0
        for index in 0..<count {
            let action: Change.Action
            switch (kinds[index].kind, records[index]) {
            case (.begin, let record?):
                let form = FormReference(name: formNames[begun], version: formVersions[begun])
                begun += 1
                action = .begin(record, form, writings.removeFirst())
            case (.edit, let record?): action = .edit(record, writings.removeFirst())
            case (.delete, let record?): action = .delete(record)
            case (.undelete, let record?): action = .undelete(record)
            case (.erase, let record?): action = .erase(record)
            case (.unknown(let number), _):
                let count = try cursor.count(max: Change.bytesMax)
                action = .unknown(kind: number, content: Array(try cursor.slice(count)))
            case (_, nil), (.mark, _): action = .mark
            }
            changes.append(
                Change(
                    time: times[index], author: authors[index], context: contexts[index], action: action,
                    isSettlement: kinds[index].isSettlement))
        }
        return changes
    }

    private struct Kind {
        let kind: ChangeKind
        let isSettlement: Bool
    }

    private static func readKinds(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> [Kind] {
        var distinct: [Kind] = []
        for code in try cursor.slice(try cursor.count(max: count)) {
            guard let kind = ChangeKind(number: code & 0x7F) else { throw cursor.malformed }
            distinct.append(Kind(kind: kind, isSettlement: code >= 0x80))
        }
        return try Distinct.pick(count, of: distinct, from: &cursor)
    }

    private static func readContexts(
        _ count: Int, first: UInt64, replicas: ReplicaTable, from cursor: inout ByteCursor
    ) throws(BundlesError) -> [SeenContext] {
        let lags = try IntegerColumn.read(count, from: &cursor)
        let distinct = try FrontierTable.read(countMax: count, replicas: replicas, from: &cursor)
        let frontiers = try Distinct.pick(count, of: distinct, from: &cursor)
        var contexts: [SeenContext] = []
        contexts.reserveCapacity(count)
        for index in 0..<count {
            let newest = first + UInt64(index) - 1
            guard lags[index] >= 0, UInt64(lags[index]) <= newest else { throw cursor.malformed }
            contexts.append(SeenContext(own: newest - UInt64(lags[index]), others: frontiers[index]))
        }
        return contexts
    }
}
