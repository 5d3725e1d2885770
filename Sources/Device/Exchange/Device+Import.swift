import Bundles
import Causality
import FieldRecords
import Foundation
import Membership
import Store

extension Device {
    /// Takes in a bundle: every byte of it is verified, also when all of it is held already.
    ///
    /// Each frame is taken in whole or not at all. What is damaged or not allowed is reported and the rest goes on.
    ///
    /// - Parameter progress: told the bytes read, of how many.
    package func importBundle(file: String, progress: (Int64, Int64) -> Void) throws -> ImportSummary {
        try Device.wording {
            let input = try InputFile(path: file)
            var summary = try takeBundle(input.read) { progress(input.bytesRead, input.totalBytes) }.summary
            summary.file = file
            return summary
        }
    }

    /// Takes in a bundle from wherever it comes. Where this device fails after a part of it was taken in, as on a full
    /// disk, that part is told of, and the failure is a problem.
    ///
    /// - Parameter progress: told after each frame.
    func takeBundle(_ supply: @escaping ByteSupply, progress: () -> Void) throws -> TakenBundle {
        var reader = try BundleReader(supply)
        let (root, keys) = try read { reading, own in (own.root, try Device.keys(for: reader.header, reading, own)) }
        guard reader.header.network == root.network else { throw BundlesError.otherNetwork }
        guard let keys else { throw BundlesError.notForThisReceiver }
        _ = try reader.verifySender(against: root)
        try reader.open(with: keys)
        let frames = BundleFrames(FrameSource(reader))
        defer { frames.stop() }
        var intake = BundleIntake()
        do {
            while try takeBatch(of: frames, into: &intake, progress: progress) {}
        } catch  where intake.isAnythingKept {
            intake.problems.append(Problem(afterPart: error))
        }
        let summary = try finish(intake, header: reader.header)
        return TakenBundle(summary: summary, header: reader.header, strayPhotos: intake.strayPhotos)
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

    /// Goes on under another name where what came shows that somebody else bears this device's. That it cannot is a
    /// problem, and no reason to give up what came.
    ///
    /// - Returns: what people should know of it.
    func goOn(after intake: BundleIntake) throws -> (remarks: [Phrase], problems: [Problem]) {
        var problems: [Problem] = []
        if intake.ownLogWentOn {
            if try mayGoOnAnew() {
                try succeed(because: "others hold more of this device's log than it does")
            } else {
                problems.append(.namesUsedUp)
            }
        }
        let reissued = try settleOwnForks()
        return (reissued > 0 ? [.reissued(reissued)] : [], problems)
    }

    /// Sums up what was taken in, and notes it.
    private func finish(_ intake: BundleIntake, header: BundleHeader) throws -> ImportSummary {
        var summary = intake.summary
        summary.sender = String("\(header.sender)".prefix(8))
        do {
            try read { reading, own in
                if let label = try reading.label(header.sender) { summary.sender = label }
                summary.missing = try Device.missing(reading)
                let uncounted = try reading.uncounted(among: intake.effects.arrived)
                summary.remarks += uncounted.flatMap { UncountedView($0).phrases }
                if !intake.isAnythingKept, let before = try reading.received(bundle: header.id) {
                    summary.receivedBefore = own.text(HybridTime(milliseconds: before))
                }
            }
            let outcome = try goOn(after: intake)
            summary.remarks = outcome.remarks + summary.remarks
            summary.problems += outcome.problems
            try note(intake, header: header, from: summary.sender)
        } catch  where intake.isAnythingKept {
            // One failure that lasts is told once.
            let problem = Problem(afterPart: error)
            if !summary.problems.contains(where: { $0.what == problem.what }) { summary.problems.append(problem) }
        }
        return summary
    }

    private func note(_ intake: BundleIntake, header: BundleHeader, from sender: String) throws {
        try write { session, own in
            try compareClocks(header, session: session, own: own)
            guard intake.problems.isEmpty || intake.isAnythingKept else { return }
            try session.noteExchange(
                time: environment.now(), isIncoming: true, peer: sender, bundle: header.id,
                summary: JSONValue.object([
                    JSONMember("received", .integer(Int64(intake.effects.received))),
                    JSONMember("already", .integer(Int64(intake.effects.already))),
                    JSONMember("parked", .integer(Int64(intake.effects.parked))),
                ]).compact)
        }
    }
}

extension Device {
    /// Keeps what a carried bundle tells of its sender's clock. It may have been on its way for weeks, so little is
    /// certain: a sender who writes in our future is fast, and one who writes in our past no longer is; and one who
    /// writes before a time at which a change was made that it holds is slow, by that much at least, unless our own
    /// clock was ahead when we made that change.
    private func compareClocks(_ header: BundleHeader, session: StoreWriting, own: Own) throws {
        let created = header.created.milliseconds
        let now = environment.now()
        if created > now { return try session.noteClock(of: header.sender, offset: created - now) }
        if let seen = try session.newestOwnTime(acknowledgedBy: header.sender, own: own.replica.replica),
            seen.milliseconds <= now
        {
            try session.noteClock(of: header.sender, offset: min(0, created - seen.milliseconds))
        } else {
            try session.noteClockIsNotFast(of: header.sender)
        }
    }
}
