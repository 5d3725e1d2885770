import Device
import Exchange
import Seeds

/// Two devices that reach one another over a network.
extension World {
    /// Two devices meet, and the line may break at any byte.
    func call() throws {
        guard let (caller, answerer) = pair() else { return }
        let breaksAfter = random.oneIn(3) ? random.below(random.oneIn(2) ? 2_000 : 60_000) : nil
        try call(from: caller, to: answerer, breaksAfter: breaksAfter)
    }

    /// - Returns: how it went at the caller's; nil where one of the two could not even begin.
    @discardableResult
    func call(from caller: SimulatedDevice, to answerer: SimulatedDevice, breaksAfter: Int?) throws -> SessionSummary? {
        var summaries: [SessionSummary] = []
        for device in [caller, answerer] { device.known = nil }
        // Either machine may die, each under its own part.
        let outcome = try attempt(at: caller) { _ in
            _ = try attempt(at: answerer) { _ in
                summaries = try Link(caller: caller, answerer: answerer, breaksAfter: breaksAfter).run(&random)
            }
        }
        for device in [caller, answerer] { device.known = nil }
        guard let summary = summaries.first else {
            tell("\(caller.name) cannot call \(answerer.name): \(outcome)")
            return nil
        }
        tell(
            "\(caller.name) calls \(answerer.name): \(summary.report.ending), \(summary.report.progress.sent) sent, "
                + "\(summary.received.changes.applied) new, \(summary.changesLeft) left")
        return summary
    }

    /// Calls the host on a line that holds: all must go over.
    func callSoundly(from caller: SimulatedDevice, to host: SimulatedDevice) throws {
        // A device that turns out to be a copy ends the session, and calls again under its new name.
        for _ in 0..<3 {
            guard let summary = try call(from: caller, to: host, breaksAfter: nil) else {
                throw Violation("\(caller.name) cannot call \(host.name)")
            }
            switch summary.report.ending {
            case .refused(let refusal) where refusal.reason == .goesOnAnew: continue
            case .refusedByPeer(let refusal) where refusal.reason == .goesOnAnew: continue
            case .done: break
            default: throw Violation("\(caller.name)'s session with \(host.name): \(summary.report.ending)")
            }
            let told = (summary.report.refused + summary.report.refusedByPeer).filter {
                // Who waits for the host's word is told so; after a copy records may come ahead of their place.
                $0.reason != .notEnrolled && !(hasForked && $0.reason == .unknownPlace)
            }
            guard told.isEmpty else { throw Violation("\(caller.name) and \(host.name) refuse: \(told)") }
            return
        }
        throw Violation("\(caller.name) and \(host.name) do not come to an end of it")
    }
}
