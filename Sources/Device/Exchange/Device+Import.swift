import Bundles
import Causality
import Crypto
import FieldRecords
import Foundation
import Membership
import Store

extension Device {
    /// Takes in a bundle: every byte of it is verified, also when all of it is held already.
    ///
    /// Each frame is taken in whole or not at all, in a transaction of its own. What is damaged or not allowed is
    /// reported and the rest goes on.
    ///
    /// - Parameter progress: told the bytes read, of how many.
    package func importBundle(file: String, progress: (Int64, Int64) -> Void) throws -> ImportSummary {
        var summary = ImportSummary()
        summary.file = file
        var intake = BundleIntake()
        try Device.wording {
            let input = try InputFile(path: file)
            var reader = try BundleReader(input.read)
            let (root, keys) = try read { reading, own in (own.root, try Device.keys(for: reader.header, reading, own))
            }
            guard reader.header.network == root.network else { throw BundlesError.otherNetwork }
            guard let keys else { throw BundlesError.notForThisReceiver }
            _ = try reader.verifySender(against: root)
            try reader.open(with: keys)
            while true {
                do {
                    guard let sections = try reader.next() else { break }
                    let before = intake
                    do {
                        try write { session, own in
                            intake = before
                            try intake.take(sections, frame: reader.frame, session: session, own: own, wall: environment.now())
                        }
                    } catch let error as DeviceError where error.kind == .badData {
                        intake = before
                        intake.problems.append(Problem(kind: .badData, what: error.what))
                    }
                    progress(input.bytesRead, input.totalBytes)
                } catch let error as BundlesError {
                    let worded = DeviceError(wording: error)
                    intake.problems.append(Problem(kind: worded.kind, what: worded.what))
                }
            }
            try finish(intake, header: reader.header, into: &summary)
        }
        return summary
    }

    /// This device's keys that a bundle is sealed to, those of former identities among them; nil where it is for others.
    static func keys(for header: BundleHeader, _ reading: StoreReading, _ own: Own) throws -> BundleKeys? {
        for receiver in header.receivers {
            if receiver.replica == own.replica.replica {
                return BundleKeys(replica: receiver.replica, sealingPrivateKey: own.keys.sealingPrivateKey)
            }
            if let former = try reading.secret("sealing:\(receiver.replica)") {
                return BundleKeys(replica: receiver.replica, sealingPrivateKey: former)
            }
        }
        return nil
    }

    private func finish(_ intake: BundleIntake, header: BundleHeader, into summary: inout ImportSummary) throws {
        if intake.ownLogWentOn {
            try succeed(because: "others hold more of this device's log than it does")
        }
        let reissued = try settleOwnForks()
        if reissued > 0 {
            summary.remarks.append(
                Phrase(
                    zh: "这份数据被复制过：\(reissued) 条变更已用新身份重新发布，一条未丢",
                    en:
                        "this file had been copied: \(reissued) changes were issued anew under a new identity, none is lost"
                ))
        }
        summary.changes = .init(
            applied: intake.effects.received, already: intake.effects.already, parked: intake.effects.parked,
            refused: intake.refused)
        summary.records = .init(
            new: intake.effects.newRecords, edited: intake.effects.editedRecords,
            deleted: intake.effects.deletedRecords)
        summary.conflicts = intake.effects.newConflicts
        summary.photos = intake.effects.photos
        summary.problems = intake.problems
        summary.remarks += intake.remarks
        let isNews = intake.effects.received + intake.effects.parked + intake.effects.photos > 0
        try write { session, own in
            summary.sender = try session.label(header.sender) ?? "\(header.sender)".prefix(8).description
            summary.missing = try session.gaps().map {
                MissingRange(log: try session.label($0.log.replica) ?? "?", from: $0.from, through: $0.through)
            }
            if !isNews, let before = try session.received(bundle: header.id) {
                summary.receivedBefore = own.text(HybridTime(milliseconds: before))
            }
            try compareClocks(header, session: session, own: own)
            guard intake.problems.isEmpty || isNews else { return }
            try session.noteExchange(
                time: environment.now(), isIncoming: true, peer: summary.sender, bundle: header.id,
                summary: JSONValue.object([
                    JSONMember("received", .integer(Int64(intake.effects.received))),
                    JSONMember("already", .integer(Int64(intake.effects.already))),
                    JSONMember("parked", .integer(Int64(intake.effects.parked))),
                ]).compact)
        }
    }
}

extension Device {
    /// Keeps what a carried bundle tells of its sender's clock. It may have been on its way for weeks, so only two
    /// things are certain: a sender who writes in our future is fast, and one who writes before a time at which a
    /// change was made that it holds is slow; by that much at least.
    private func compareClocks(_ header: BundleHeader, session: StoreWriting, own: Own) throws {
        let created = header.created.milliseconds
        let now = environment.now()
        if created > now { return try session.noteClock(of: header.sender, offset: created - now) }
        guard let seen = try session.newestOwnTime(acknowledgedBy: header.sender, own: own.replica.replica) else {
            return
        }
        try session.noteClock(of: header.sender, offset: min(0, created - seen.milliseconds))
    }
}

/// What has been taken in of a bundle so far.
private struct BundleIntake {
    var effects = Effects()
    var refused = 0
    var problems: [Problem] = []
    var remarks: [Phrase] = []
    var ownLogWentOn = false

    /// Takes in the sections of one frame, within one transaction.
    mutating func take(
        _ sections: [BundleSection], frame: [UInt8], session: StoreWriting, own: Own, wall: Int64
    ) throws {
        let isAlone = sections.count == 1
        for section in sections {
            switch section {
            case .identities(let identities):
                remarks += try session.meet(identities, own: own, wall: wall)
            case .chunk(let chunk):
                try take(chunk, frame: isAlone ? frame : nil, session: session, own: own, wall: wall)
            case .branch(let chunk): try take(chunk, frame: nil, session: session, own: own, wall: wall)
            case .receipt(let signed): try take(signed, session: session, own: own, wall: wall)
            case .blob(let piece): try take(piece, session: session)
            }
        }
        try session.flush()
        effects.add(session.effects)
        ownLogWentOn = ownLogWentOn || session.effects.ownLogWentOn
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
        _ chunk: Chunk, frame: [UInt8]?, session: StoreWriting, own: Own, wall: Int64
    ) throws {
        var tree = try session.tree()
        if !tree.mayHold(chunk.log.place, at: own.node) {
            // The notices of this very bundle may tell of the place.
            try session.flush()
            tree = try session.tree()
        }
        guard let writer = try session.storedReplica(chunk.log.replica) else {
            return refuse(
                chunk, Phrase(zh: "数据包里有陌生设备的变更", en: "the bundle has changes of a device that nobody vouches for"))
        }
        guard tree.contains(chunk.log.place.node) else {
            return refuse(
                chunk,
                Phrase(
                    zh: "数据包里有一个这里还不知道的地点：等收到通告后会再次送来",
                    en: "the bundle has changes of a place not known here yet: they come again after the notices"),
                kind: .tryAgain)
        }
        guard tree.mayHold(chunk.log.place, at: own.node) else {
            return refuse(
                chunk,
                Phrase(zh: "数据包里有这台设备不该持有的地点", en: "the bundle has changes of a place that this device may not hold"))
        }
        guard tree.mayWrite(chunk.log.place, from: writer.node) else {
            return refuse(
                chunk, Phrase(zh: "\(writer.label) 无权在那里记录", en: "\(writer.label) may not write at that place"))
        }
        let verified = try chunk.verified(network: own.network)
        if let last = chunk.packed.changes.last { try session.follow(last.time, wall: wall) }
        try session.receive(verified, network: own.network, frame: frame, encoded: { chunk.encoded })
    }

    private mutating func refuse(_ chunk: Chunk, _ what: Phrase, kind: FailureKind = .notPermitted) {
        refused += chunk.count
        problems.append(Problem(kind: kind, what: what))
    }

    private mutating func take(_ signed: SignedReceipt, session: StoreWriting, own: Own, wall: Int64) throws {
        let receipt = signed.receipt
        guard try session.storedReplica(receipt.replica) != nil else { return }
        try signed.verify(network: own.network)
        if receipt.replica == own.replica.replica {
            let given = try session.counter(.lastReceiptNumber)
            if receipt.number > UInt64(given) { ownLogWentOn = true }
            return
        }
        let tree = try session.tree()
        let network = own.network
        try session.take(
            receipt, statement: signed.encoded,
            mayHold: { tree.mayHold($0, at: own.node) },
            start: { ChainHash.start(network: network, log: $0) })
        // Somebody who durably holds more of our own log than we do has met a later us.
        let places = tree.places(heldAt: own.node)
        let held = try session.held(of: places)
        for entry in receipt.entries where entry.log.replica == own.replica.replica {
            if entry.sequence > held[entry.log]?.sequence ?? 0 { ownLogWentOn = true }
        }
    }

    private mutating func take(_ piece: BlobPiece, session: StoreWriting) throws {
        try session.flush()
        let isSound = try session.take(
            piece: piece.bytes, of: piece.digest, offset: Int64(clamping: piece.offset),
            hash: { Array(SHA256.hash(data: $0)) })
        if !isSound {
            problems.append(
                Problem(kind: .badData, what: Phrase(zh: "一张照片与它的名字不符", en: "a photo is not what its name says")))
        }
    }
}
