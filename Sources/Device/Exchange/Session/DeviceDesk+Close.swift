import Bundles
import Causality
package import Exchange
import FieldRecords
import Membership
import Store
import Synchronization

extension DeviceDesk {
    /// Sums the session up, and keeps it.
    package func close(_ report: SessionReport) {
        let known = incoming.withLock { $0 }
        let (intake, label) = (known.intake, known.peerLabel)
        let tally = outgoing.withLock(\.tally)
        var summary = SessionSummary()
        summary.report = report
        summary.peer = label.isEmpty ? peer.label : label
        summary.sentRecords = tally.records
        summary.sentChanges = tally.changes
        summary.sentPhotos = tally.photos
        summary.received = intake.summary
        summary.received.sender = summary.peer
        if known.hasNoNameLeft { summary.received.problems.append(.namesUsedUp) }
        if let failure = known.failure, case .refused = report.ending {
            summary.received.problems.append(Problem(kind: failure.kind, what: failure.what))
        }
        do {
            let reissued = try device.settleOwnForks()
            if reissued > 0 { summary.received.remarks.append(.reissued(reissued)) }
            try device.read { reading, own in
                let uncounted = try reading.uncounted(among: intake.effects.arrived)
                summary.received.remarks += uncounted.flatMap { UncountedView($0).phrases }
                try standing(reading, own, &summary)
            }
            try keep(summary, isKnown: !label.isEmpty)
        } catch {
            // The session itself is done, and its effects are on the disk; only the note of it is missing.
            summary.received.problems.append(
                Problem(kind: DeviceError(wording: error).kind, what: DeviceError(wording: error).what))
        }
        let whole = summary
        incoming.withLock { $0.summary = whole }
    }

    /// What is still missing on either side.
    private func standing(_ reading: StoreReading, _ own: Own, _ summary: inout SessionSummary) throws {
        summary.received.missing = try Device.missing(reading)
        guard let stored = try reading.storedReplica(peer.replica) else { return }
        summary.isHost = stored.node == own.rootNode
        summary.peer = stored.label
        let plan =
            stored.standing == .enrolled
            ? try BundlePlan(reading: reading, own: own, receivers: [stored]) : BundlePlan.nothing
        summary.changesLeft = plan.ranges.reduce(0) { $0 + Int(clamping: $1.count) }
        summary.photosLeft = plan.photos.count
        let counts = try !OwnStanding(reading, own: own).isUncounted
        if counts, summary.changesLeft == 0, stored.standing == .enrolled, summary.report.ending == .done {
            let last = try own.identities(reading).compactMap { replica in
                try reading.lastRecord(of: replica) { !$0.isNotices && own.tree.mayHold($0, at: own.node) }
            }.last
            summary.upTo = try last.map { try Device.number(of: $0, in: reading) }
        }
        let isChanged = summary.received.changes.applied > 0 || own.replica.replica != replica
        summary.isWorthRepeating =
            isChanged && (summary.changesLeft > 0 || summary.report.refused.contains { $0.reason == .notEnrolled })
            || own.replica.replica != replica
    }

    /// Keeps a line of the session, under whatever identity the device now has. Strangers leave none.
    private func keep(_ summary: SessionSummary, isKnown: Bool) throws {
        guard isKnown else { return }
        try device.store.write { session in
            try session.noteSession(
                time: now(), peer: summary.peer, summary: summary.record.compact, isNews: summary.isNews)
        }
    }
}
