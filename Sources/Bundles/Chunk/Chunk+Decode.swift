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
        guard count >= 1, first >= 1, first <= Dot<LogID>.sequenceMax,
            first + UInt64(count) - 1 <= Dot<LogID>.sequenceMax
        else { throw cursor.malformed }
        let previous = ChainHash(bytes: try cursor.slice(ChainHash.byteCount))
        let signature = Array(try cursor.slice(Signatures.signatureBytes))
        let packed = try ChunkColumns(count, of: log, first: first, from: &cursor).packed(from: &cursor)
        try cursor.end()
        self.init(log: log, first: first, previous: previous, packed: packed, signature: signature)
    }
}

/// The columns of a chunk that stand before what its changes set.
private struct ChunkColumns {
    private let first: UInt64
    private let replicas: ReplicaTable
    private let kinds: [(kind: ChangeKind, isSettlement: Bool)]
    private let times: [HybridTime]
    private let authors: Texts
    private let lags: [Int64]
    private let distinctFrontiers: [[SeenDot]]
    private let frontiers: [Int32]
    private let records: [RecordColumn.Name?]
    private let formNames: Texts
    private let formVersions: Texts

    init(_ count: Int, of log: LogID, first: UInt64, from cursor: inout ByteCursor) throws(BundlesError) {
        self.first = first
        replicas = try ReplicaTable(own: log.replica, from: &cursor)
        kinds = try ChunkColumns.readKinds(count, from: &cursor)
        times = try TimeColumn.read(count, from: &cursor)
        authors = try TextColumn.read(count, from: &cursor)
        lags = try IntegerColumn.read(count, from: &cursor)
        for (index, lag) in lags.enumerated() {
            guard lag >= 0, UInt64(lag) <= first + UInt64(index) - 1 else { throw cursor.malformed }
        }
        distinctFrontiers = try FrontierTable.read(countMax: count, replicas: replicas, from: &cursor)
        frontiers = try Distinct.places(count, of: distinctFrontiers.count, from: &cursor)
        records = try RecordColumn.read(kinds.map(\.kind), replicas: replicas, from: &cursor)
        let begins = kinds.count { $0.kind == .begin }
        formNames = try TextColumn.read(begins, from: &cursor)
        formVersions = try TextColumn.read(begins, from: &cursor)
    }

    private static func readKinds(
        _ count: Int, from cursor: inout ByteCursor
    ) throws(BundlesError) -> [(kind: ChangeKind, isSettlement: Bool)] {
        var distinct: [(ChangeKind, Bool)] = []
        for code in try cursor.slice(try cursor.count(max: count)) {
            guard let kind = ChangeKind(number: code & 0x7F) else { throw cursor.malformed }
            distinct.append((kind, code >= 0x80))
        }
        return try Distinct.pick(count, of: distinct, from: &cursor)
    }

    /// Reads what the changes set, and packs all of it.
    func packed(from cursor: inout ByteCursor) throws(BundlesError) -> PackedChanges {
        var packed = PackedChanges(own: replicas.replicas[0])
        packed.replicas = replicas.replicas
        // The empty frontier has a place of its own, the first.
        var frontierPlaces: [Int32] = []
        for frontier in distinctFrontiers {
            frontierPlaces.append(frontier.isEmpty ? 0 : Int32(packed.frontiers.count))
            if !frontier.isEmpty { packed.frontiers.append(frontier) }
        }
        packed.changes.reserveCapacity(kinds.count)
        var begun = 0
        try WritingColumns.read(kinds.map(\.kind), into: &packed, from: &cursor) { index, packed in
            start(index, frontier: frontierPlaces[Int(frontiers[index])], begun: &begun, in: &packed)
        }
        return packed
    }

    /// Begins a change.
    private func start(_ index: Int, frontier: Int32, begun: inout Int, in packed: inout PackedChanges) {
        let sequence = first + UInt64(index)
        var form: Int32 = -1
        if kinds[index].kind == .begin {
            form = packed.place(
                of: FormReference(name: formNames.text(begun), version: formVersions.text(begun)))
            begun += 1
        }
        let head = PackedHead(
            kind: kinds[index].kind, isSettlement: kinds[index].isSettlement, time: times[index],
            own: sequence - 1 - UInt64(lags[index]), frontier: frontier,
            recordReplica: records[index]?.replica ?? -1, recordNumber: records[index]?.number ?? 0, form: form)
        authors.bytes.withUnsafeBufferPointer {
            packed.start(
                head, author: UnsafeBufferPointer(rebasing: $0[authors.span(index).range]), sequence: sequence)
        }
    }
}
