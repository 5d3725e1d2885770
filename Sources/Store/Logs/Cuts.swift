import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

/// The host's signed word on where a log ends: the last change that counts, and the first 8 bytes of the chain hash
/// there, which tell of two histories of the log the one that was meant.
struct Cut {
    let log: LogID
    let sequence: UInt64
    let chainPrefix: UInt64

    init?(_ fields: NoticeFields) {
        guard let key = fields.bytes("key"), let replica = ReplicaID(exactly: key),
            let place = fields.text("place").flatMap({ PlaceID($0) }), let sequence = fields.integer("sequence"),
            let chainPrefix = fields.text("chain").flatMap({ UInt64($0, radix: 16) })
        else { return nil }
        log = LogID(replica: replica, place: place)
        self.sequence = min(UInt64(clamping: sequence), UInt64(Dot<Int64>.sequenceMax))
        self.chainPrefix = chainPrefix
    }

    /// Whether this word counts where both were given, by two devices of the host that had not met: the further one,
    /// for what either had counted goes on counting; of two histories the one that keeps the name in any fork.
    func counts(before other: Cut) -> Bool {
        (sequence, other.chainPrefix) > (other.sequence, chainPrefix)
    }
}

/// Where two histories of a log part: the first change in which they differ, and the chain prefixes there.
struct Split {
    let sequence: UInt64
    let ours: UInt64
    let theirs: UInt64
}

extension StoreReading {
    /// The cuts of a device's logs, of each the one that counts.
    func cuts(of replica: ReplicaID) throws -> [LogID: Cut] {
        guard let place = try noticesRow() else { return [:] }
        let key = Data(replica.bytes).base64EncodedString()
        return try rows(
            """
            SELECT id FROM record WHERE form = ? AND place = ? AND deleted = 0 AND json_extract(fields, '$.key') = ?
            """, [Notice.cut.rawValue, place, key]
        ).reduce(into: [:]) { cuts, row in
            guard let notice = try record(row: try row.read(0)), let cut = Cut(NoticeFields(notice.fields)) else {
                return
            }
            if let known = cuts[cut.log], !cut.counts(before: known) { return }
            cuts[cut.log] = cut
        }
    }

    /// Whether what is held of a log reaches a cut by the history that was cut.
    func holds(_ cut: Cut, log: LogRow) throws -> Bool {
        try cut.sequence == 0
            || log.held >= cut.sequence
                && chainPrefix(at: Dot(log: log.id, sequence: cut.sequence)) == cut.chainPrefix
    }
}

extension StoreWriting {
    /// Cuts the logs of a device as the host's notices say, and folds anew what no longer counts, or counts again.
    ///
    /// Of an ended device a log that no cut names counts for nothing, as if it were heard of from now on. How far its log
    /// of the district's notices counts, ``applyAuthority()`` tells.
    ///
    /// The history that the host cut keeps the log's name, whatever its hashes: else whoever has the keys of a revoked
    /// device could write its past anew.
    func applyCuts(of replica: ReplicaID) throws {
        guard let network = try network(), let row = try replicaRow(replica) else { return }
        let cuts = try cuts(of: replica)
        let isEnded = try standing(ofReplica: row).isEnded
        for (name, cut) in cuts.sorted(by: { $0.key < $1.key }) {
            let log = try ensureLog(name) { ChainHash.start(network: network, log: name) }
            if try log.placeRow != noticesRow() { try end(log, at: cut.sequence) }
            try giveWay(toBranchOf: cut, log: log.id)
        }
        let others = try rows("SELECT id FROM log WHERE replica = ? AND (cut IS NULL) = ?", [row, isEnded])
        for other in others {
            let log = try log(row: try other.read(0))
            if cuts[log.name] == nil, try log.placeRow != noticesRow() { try end(log, at: isEnded ? 0 : nil) }
        }
    }

    /// Whether the branch that is held keeps the name.
    func keepsName(_ split: Split, against verified: VerifiedChunk, log: LogRow, cut: Cut?) throws -> Bool {
        if let cut, cut.sequence >= split.sequence {
            if try holds(cut, log: log) { return true }
            if verified.chunk.last >= cut.sequence,
                verified.prefixes[Int(cut.sequence - verified.chunk.first)] == cut.chainPrefix
            {
                return false
            }
        }
        return split.ours < split.theirs
    }

    /// Takes the history that was cut out of the branches put aside, where another is held.
    func giveWay(toBranchOf cut: Cut, log id: Int64) throws {
        let log = try log(row: id)
        guard try !holds(cut, log: log), let network = try network() else { return }
        let chunks = try branchChunks(of: log, through: cut.sequence, chainPrefix: cut.chainPrefix)
        guard let first = chunks.first, let split = try split(first, log: log) else { return }
        for verified in chunks {
            try run(
                "DELETE FROM parked WHERE log = ? AND first = ? AND last = ? AND chain = ?",
                [
                    id, Int64(verified.chunk.first), Int64(verified.chunk.last),
                    Int64(bitPattern: verified.final.prefix),
                ])
        }
        try giveWay(to: first, log: log, split: split)
        for verified in chunks.dropFirst() {
            try receive(verified, network: network) { verified.chunk.encoded }
        }
    }
}
