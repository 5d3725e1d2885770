import Causality
import Membership
import Store

// Of whom others go on, who speaks still.
extension StandingWords {
    /// Whether a device speaks no more, though the host keeps it enrolled: somebody else goes on after it.
    ///
    /// Not even a succession tells whether whom it succeeds has ended, for a backup may be restored for a trial and a
    /// copied folder be all of a move to a new laptop; and a clock, which may be years slow, tells nothing. It has, once
    /// a successor spoke, or one of that one's own; until its own word shows that it goes on, too: it holds what cannot
    /// be older than the successor, a change of the successor's or the host's notice of it. From then on both count.
    /// One that was copied is called (``call(_:)``), so that it can show it. One that was restored is not: whoever has
    /// restored a backup says that the device is gone, and who did it for a trial has the trial retired.
    func isOver(_ device: StoredReplica) throws -> Bool { try callIfOver(device) != nil }

    /// How far the host still gives its notices to one that speaks no more since it was copied: to that of its successor.
    ///
    /// Of a device that ended this is all that ever waits for it.
    func call(_ device: StoredReplica) throws -> [LogID: UInt64] { try callIfOver(device) ?? [:] }

    private func callIfOver(_ device: StoredReplica) throws -> [LogID: UInt64]? {
        if let known = calls[device.replica] { return known }
        let call = try findCall(device)
        calls[device.replica] = .some(call)
        return call
    }

    private func findCall(_ device: StoredReplica) throws -> [LogID: UInt64]? {
        var call: [LogID: UInt64]?
        for successor in successors[device.row] ?? [] {
            let line = line(from: successor)
            let speaks = try line.contains {
                try $0.row == own.row || ($0.standing == .enrolled && hasSpoken($0))
            }
            guard speaks else { continue }
            let tellings = try line.flatMap { try reading.tellings(ofMember: $0.replica) }
            let known = try acknowledged(by: device.replica)
            let names = Set(line.map(\.replica))
            let hasHeard =
                known.contains { names.contains($0.key.replica) && $0.value > 0 }
                || tellings.contains { known[$0.log] ?? 0 >= $0.sequence }
            guard !hasHeard else { continue }
            var next = call ?? [:]
            // One that never gave a receipt need not be called: its first one is yet to come.
            if let first = tellings.first, try !successor.isRestored && hasSpoken(device) {
                next[first.log] = max(next[first.log] ?? 0, first.sequence)
            }
            call = next
        }
        return call
    }

    /// A successor and those after it.
    private func line(from successor: StoredReplica) -> [StoredReplica] {
        var line = [successor]
        var next = 0
        while next < line.count {
            line += (successors[line[next].row] ?? []).filter { heir in !line.contains { $0.row == heir.row } }
            next += 1
        }
        return line
    }
}

extension StoredReplica {
    /// Whether it goes on from a backup, and not from a copy of a device's folder.
    var isRestored: Bool {
        get throws {
            if case .credential? = try Identity(encoded: identity).successions.last?.authority { true } else { false }
        }
    }
}
