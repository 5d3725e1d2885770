import Bundles
package import Exchange
import FieldRecords
import Store
import Synchronization

extension DeviceDesk {
    /// Takes in a frame in one transaction. Where something in it does not verify, the sections are taken in one by
    /// one, so that one bad chunk keeps back nothing else, now or in any later session.
    package func takeIn(_ frame: [UInt8]) throws(Refusal) -> TakenFrame {
        let sections = try DeviceDesk.sections(of: frame)
        let before = incoming.withLock { (problems: $0.intake.problems.count, photos: $0.intake.effects.photos) }
        do throws(Refusal) { try take(sections, frame: frame) } catch {
            guard error.reason == .badContent else { throw error }
            for section in sections {
                do throws(Refusal) { try take([section], frame: nil) } catch {
                    guard error.reason == .badContent else { throw error }
                    incoming.withLock {
                        $0.intake.problems.append(
                            Problem(kind: .badData, what: $0.failure?.what ?? Phrase(error.detail)))
                    }
                }
            }
        }
        try goOnAnewIfNeeded()
        let (refusals, photos) = incoming.withLock { incoming in
            var told: [Refusal] = []
            for problem in incoming.intake.problems.dropFirst(before.problems) {
                let refusal = DeviceDesk.refusal(for: problem)
                if !told.contains(refusal) { told.append(refusal) }
            }
            return (told, incoming.intake.effects.photos - before.photos)
        }
        return TakenFrame(
            changes: sections.reduce(0) { $0 + DeviceDesk.changeCount(of: $1) }, photos: photos, refusals: refusals)
    }

    /// - Parameter frame: the frame in which they came, where they are all of it.
    private func take(_ sections: [BundleSection], frame: [UInt8]?) throws(Refusal) {
        try writing { incoming, session, own in
            try incoming.intake.take(sections, frame: frame, session: session, own: own, wall: self.now())
        }
    }

    private static func sections(of frame: [UInt8]) throws(Refusal) -> [BundleSection] {
        do throws(BundlesError) { return try BundleSection.sections(in: Frame.unpacked(frame)) } catch {
            if case .madeByNewerVersion(let what, let number) = error {
                throw Refusal(.updateNeeded, detail: "\(what) \(number)")
            }
            throw Refusal(.malformed, detail: "a frame that cannot be read")
        }
    }

    private static func changeCount(of section: BundleSection) -> Int {
        switch section {
        case .chunk(let chunk): chunk.count
        case .identities, .branch, .receipt, .blob: 0
        }
    }

    private static func refusal(for problem: Problem) -> Refusal {
        let reason: Refusal.Reason =
            switch problem.kind {
            case .notPermitted: .notPermitted
            case .tryAgain: .unknownPlace
            default: .badContent
            }
        return Refusal(problem.refusal ?? reason, reach: .thing, detail: problem.what.en)
    }
}
