import Bundles
import Causality
import FieldRecords
import Membership
import Store

/// What has been taken in of a bundle, or in a session, so far.
struct BundleIntake: Sendable {
    var effects = Effects()
    var refused = 0
    var problems: [Problem] = []
    var remarks: [Phrase] = []
    var ownLogWentOn = false
    /// Photos that no change here names.
    var strayPhotos = 0
    private var seen = SeenStatements()
    /// Whether notices came of which the records were not told yet.
    private var areNoticesNew = false

    /// Takes in the sections of one frame, within a transaction of their own.
    ///
    /// - Parameter frame: the frame, packed, where the sections are all of it: a chunk alone in it is kept so.
    mutating func take(
        _ sections: [BundleSection], frame: [UInt8]? = nil, session: StoreWriting, own: Own, wall: Int64
    ) throws {
        try add(sections, frame: frame, session: session, own: own, wall: wall)
        try close(session)
    }

    /// Takes in the sections of one frame of several; when all are in, ``close(_:)`` follows.
    ///
    /// - Parameter verified: chunks that were verified before, by the place of their section.
    mutating func add(
        _ sections: [BundleSection], verified: [Int: VerifiedChunk] = [:], frame: [UInt8]?, session: StoreWriting,
        own: Own, wall: Int64
    ) throws {
        let isAlone = sections.count == 1
        for (place, section) in sections.enumerated() {
            switch section {
            case .identities(let identities):
                for identity in identities where seen.insert(identity) {
                    do { remarks += try session.meet([identity], own: own, wall: wall) } catch {
                        guard error as? MembershipError == .sealingKeyUseless else { throw error }
                        problems.append(.sealingKeyUseless)
                    }
                }
            case .chunk(let chunk):
                try take(
                    chunk, verified: verified[place], frame: isAlone ? frame : nil, session: session, own: own,
                    wall: wall)
            case .branch(let chunk):
                try take(chunk, verified: verified[place], frame: nil, session: session, own: own, wall: wall)
            case .receipt(let signed):
                if seen.insert(signed) { try take(signed, session: session, own: own) }
            case .blob(let piece): try take(piece, session: session)
            }
        }
    }

    /// Ends what one transaction took in: its records are written back and counted.
    mutating func close(_ session: StoreWriting) throws {
        try session.flush()
        areNoticesNew = false
        effects.add(session.effects)
        ownLogWentOn = ownLogWentOn || session.effects.ownLogWentOn
        if session.effects.completed > 0 {
            remarks.append(.completed(session.effects.completed))
        }
        if session.effects.withdrawnReceipts > 0 {
            remarks.append(
                Phrase(
                    zh: "有设备的数据比它以前说的少（可能恢复过备份），会再次提供给它",
                    en:
                        "a device holds less than it said before: it was rolled back, and is offered again what it lacks"
                ))
        }
        if session.effects.forks > 0 {
            remarks.append(
                Phrase(
                    zh: "发现一份日志有两个版本；两份都保留，见 yilu status",
                    en: "a log has two histories; both are kept, see yilu status"))
        }
    }

    private mutating func take(
        _ chunk: Chunk, verified before: VerifiedChunk?, frame: [UInt8]?, session: StoreWriting, own: Own, wall: Int64
    ) throws {
        let (place, replica) = (chunk.log.place, chunk.log.replica)
        // Notices come first, and say what of the rest counts: what does not was never new.
        if areNoticesNew, !place.isNotices { try session.flush() }
        areNoticesNew = place.isNotices
        var (tree, known) = (try session.tree(), try session.storedReplica(replica))
        if try !tree.mayHold(place, at: own.node) || !(known.map { try session.mayHaveWritten(place, $0) } ?? false) {
            // The notices of this very bundle may tell of the place, and of who stands above it.
            try session.flush()
            (tree, known) = (try session.tree(), try session.storedReplica(replica))
        }
        guard let writer = known else {
            return refuse(
                chunk, Phrase(zh: "有陌生设备的变更", en: "there are changes of a device that nobody vouches for"))
        }
        guard tree.contains(place.node) else {
            return refuse(
                chunk,
                Phrase(
                    zh: "有一个这里还不知道的地点：等收到通告后会再次送来",
                    en: "there are changes of a place not known here yet: they come again after the notices"),
                kind: .tryAgain)
        }
        guard tree.mayHold(place, at: own.node) else {
            return refuse(
                chunk,
                Phrase(zh: "有这台设备不该持有的地点的变更", en: "there are changes of a place that this device may not hold"))
        }
        guard try session.mayHaveWritten(place, writer) else {
            return refuse(
                chunk, Phrase(zh: "\(writer.label) 无权在那里记录", en: "\(writer.label) may not write at that place"))
        }
        let verified = try before ?? chunk.verified(network: own.network)
        if let last = chunk.packed.changes.last { try session.follow(last.time, wall: wall) }
        do { try session.receive(verified, network: own.network, frame: frame, encoded: { chunk.encoded }) } catch {
            guard case StoreError.parkedFull = error else { throw error }
            refuse(noRoomFor: chunk, of: writer.label)
        }
    }

    /// Too much of a device waits: what it has no room for comes again, and what others wrote goes in.
    private mutating func refuse(noRoomFor chunk: Chunk, of label: String) {
        refused += chunk.count
        let problem = Problem.waitsTooMuch(label)
        if !problems.contains(where: { $0.what == problem.what }) { problems.append(problem) }
    }

    private mutating func refuse(_ chunk: Chunk, _ what: Phrase, kind: FailureKind = .notPermitted) {
        refused += chunk.count
        problems.append(Problem(kind: kind, what: what))
    }

    private mutating func take(_ piece: BlobPiece, session: StoreWriting) throws {
        try session.flush()
        if piece.offset == 0, try !session.isNamed(blob: piece.digest) { strayPhotos += 1 }
        let isSound = try session.take(
            piece: piece.bytes, of: piece.digest, offset: Int64(clamping: piece.offset),
            total: Int64(clamping: piece.totalBytes))
        if !isSound {
            problems.append(
                Problem(kind: .badData, what: Phrase(zh: "一张照片与它的名字不符", en: "a photo is not what its name says")))
        }
    }
}
