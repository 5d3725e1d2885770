import Bundles
package import Causality
package import FieldRecords
import Foundation
import GRDB
package import Membership

/// What this device writes with.
package struct Writer: Sendable {
    package let network: NetworkID
    package let keys: DeviceKeys

    package init(network: NetworkID, keys: DeviceKeys) {
        self.network = network
        self.keys = keys
    }
}

/// What was appended to an own log and lacks a signed head.
struct UnsignedChanges {
    let chunk: HeldChunk
    var chainer = Chainer()
    /// The bytes of the changes, for the limit of a chunk.
    var bytes = 0
}

/// What the last change of an own log had seen: the next one has seen the same, as long as nothing else moved.
struct LastSeen {
    let sequence: UInt64
    let contextRow: Int64
    let vectorVersion: UInt64
}

extension StoreWriting {
    /// The most dots a change may name before a merge marker is written in front of it.
    private static let frontierMax = 4

    /// A head is signed at the latest when this many bytes of changes lack one, so that a chunk up to it fits.
    private static let unsignedBytesMax = Chunk.rawBytesMax / 2

    /// Appends a change to this device's log at a place, merges it, and signs the log's head when due.
    ///
    /// - Parameters:
    ///   - opened: what the author had seen; nil means all that is applied now.
    ///   - time: a reading of the hybrid clock, taken for this change.
    /// - Returns: the number of the change in its log.
    @discardableResult
    package func append(
        _ action: Change.Action, at place: PlaceID, opened: OpenedContext? = nil, author: String, time: HybridTime,
        isSettlement: Bool = false, writer: Writer
    ) throws -> UInt64 {
        let name = LogID(replica: writer.keys.replica, place: place)
        var log = try ensureLog(name) { ChainHash.start(network: writer.network, log: name) }
        var context = try seenContext(opened, log: log)
        if context.seen.others.count > Self.frontierMax, context.seen.own == log.held {
            let marker = Change(time: time, author: "", context: context.seen, action: .mark)
            try add(marker, contextRow: context.row, to: &log, writer: writer)
            context = (SeenContext(own: log.held), context.row)
        }
        let change = Change(
            time: time, author: author, context: context.seen, action: action, isSettlement: isSettlement)
        try add(change, contextRow: context.row, to: &log, writer: writer)
        if opened == nil {
            lastSeen[log.id] = LastSeen(
                sequence: log.held, contextRow: context.row, vectorVersion: vectorVersions[log.placeRow] ?? 0)
        }
        return log.held
    }

    /// Stores and merges the next change of an own log. Its head waits for ``signHeads(writer:)``.
    func add(_ change: Change, contextRow: Int64, to log: inout LogRow, writer: Writer) throws {
        let sequence = log.held + 1
        var pending = unsigned[log.id] ?? begin(log)
        unsigned[log.id] = nil
        guard change.context.own < sequence else { throw BundlesError.changeImpossible(sequence: sequence) }
        pending.chunk.content?.packed.append(change, sequence: sequence)
        guard let packed = pending.chunk.content?.packed else { preconditionFailure("it was begun with a content") }
        let index = packed.count - 1
        log.chain = try pending.chainer.next(after: log.chain, changes: packed, at: index, sequence: sequence)
        pending.chunk.add(prefix: log.chain.prefix, context: contextRow)
        pending.bytes += pending.chainer.changeBytes
        if index == 0 { heldChunks.keep(pending.chunk) }
        unsigned[log.id] = pending
        if !change.context.others.isEmpty { lostBranches.sightings[log.placeRow] = nil }
        log.held = sequence
        note(log)
        guard try apply(pending.chunk, packed, at: index, log: &log) else {
            throw StoreError.notAStore(path: "log.applied", reason: "an own change was not applied")
        }
        vectorVersions[log.placeRow, default: 0] += 1
        note(log)
        if sequence % UInt64(Chunk.changesMax) == 0 || pending.bytes > Self.unsignedBytesMax {
            try sign(log, writer: writer)
        }
    }

    private func begin(_ log: LogRow) -> UnsignedChanges {
        let content = HeldChunk.Content(
            packed: PackedChanges([], own: log.name.replica, first: log.held + 1), previous: log.chain,
            signature: [UInt8](repeating: 0, count: Signatures.signatureBytes))
        return UnsignedChanges(
            chunk: HeldChunk(
                row: nil, log: log.id, first: log.held + 1, prefixes: [], contexts: [], content: content))
    }

    /// Signs the heads of the own logs that grew, and advances the mark that finds out copies. Call it last.
    package func signHeads(writer: Writer) throws {
        for row in unsigned.keys.sorted() { try sign(try log(row: row), writer: writer) }
    }

    private func sign(_ log: LogRow, writer: Writer) throws {
        guard let pending = unsigned[log.id] else { return }
        unsigned[log.id] = nil
        let head = try SignedHead.sign(
            log: log.name, sequence: log.held, chain: log.chain.bytes, network: writer.network, keys: writer.keys)
        pending.chunk.content?.signature = head.signature
        try store(pending.chunk, name: log.name)
        try noteHead(ofLog: log.id, sequence: log.held, chain: log.chain, signature: head.signature)
        try advanceIdentityMark(over: log.chain.bytes)
    }

    func noteHead(ofLog log: Int64, sequence: UInt64, chain: ChainHash, signature: [UInt8]) throws {
        try run(
            "INSERT OR REPLACE INTO head (log, sequence, chain, signature) VALUES (?, ?, ?, ?)",
            [log, Int64(sequence), Data(chain.bytes), Data(signature)])
    }

    /// The context of a new own change, as it travels and as it is stored.
    private func seenContext(
        _ opened: OpenedContext?, log: LogRow
    ) throws -> (seen: SeenContext, row: Int64) {
        if opened == nil, let last = lastSeen[log.id], last.sequence == log.held,
            last.vectorVersion == vectorVersions[log.placeRow] ?? 0
        {
            return (SeenContext(own: log.held), last.contextRow)
        }
        var vector = VersionVector<Int64>()
        if let opened {
            for name in opened.vector.logs {
                if let known = try self.log(name) { vector[known.id] = try seen(of: known, in: opened) }
            }
        } else {
            for row in try rows("SELECT id, applied FROM log WHERE place = ?", [log.placeRow]) {
                vector[try row.read(0)] = try row.readSequence(1)
            }
        }
        let own = min(vector[log.id], log.held)
        vector[log.id] = 0
        let before = own > 0 ? try context(of: Dot(log: log.id, sequence: own)) : VersionVector()
        let news = vector.dots.filter { !before.covers($0) }
        let frontier = try Frontier.dots(of: VersionVector(dots: news), contextOf: { try context(of: $0) })
        // What everyone else will rebuild, also where the form's vector came back incomplete.
        vector = before.merging(try Frontier.vector(of: frontier, contextOf: { try context(of: $0) }))
        vector[log.id] = 0
        let row = try ensureContext(vector, placeRow: log.placeRow)
        return (SeenContext(own: own, others: try frontier.map(seenDot).sorted { $0.replica < $1.replica }), row)
    }

    private func seenDot(_ dot: Dot<Int64>) throws -> SeenDot {
        guard let prefix = try chainPrefix(at: dot) else {
            throw StoreError.notAStore(path: "chunk", reason: "no change \(dot.sequence)")
        }
        return SeenDot(
            replica: try log(row: dot.log).name.replica, sequence: dot.sequence, chainPrefix: prefix)
    }
}

extension VersionVector {
    /// - Precondition: one dot a log.
    init(dots: [Dot<Log>]) {
        self.init(Dictionary(uniqueKeysWithValues: dots.map { ($0.log, $0.sequence) }))
    }
}
