import NIOCore
import Synchronization

/// All who are connected to a page. One too many takes the place of whoever has let the server wait the longest, so that
/// those who say nothing shut nobody out.
final class Company: Sendable {
    private struct Member {
        let channel: any Channel
        /// Nil while the server works for it.
        var waitingSince: NIODeadline?
    }

    let limits: PageLimits
    private let members = Mutex<[ObjectIdentifier: Member]>([:])

    init(_ limits: PageLimits) {
        self.limits = limits
    }

    func enter(_ channel: any Channel, at now: NIODeadline = .now()) {
        let leaving: (any Channel)? = members.withLock { members in
            members[ObjectIdentifier(channel)] = Member(channel: channel, waitingSince: now)
            guard members.count > limits.connectionsMax else { return nil }
            // Who has just come waits the shortest, and goes only where the server works for all the others.
            let longest = members.filter { $0.value.waitingSince != nil }
                .min { $0.value.waitingSince ?? now < $1.value.waitingSince ?? now }
            return longest.flatMap { members.removeValue(forKey: $0.key)?.channel }
        }
        leaving?.close(promise: nil)
    }

    /// - Parameter time: since when the server waits for it; nil while it works for it.
    func note(_ channel: any Channel, waitingSince time: NIODeadline?) {
        members.withLock { $0[ObjectIdentifier(channel)]?.waitingSince = time }
    }

    func leave(_ channel: any Channel) {
        members.withLock { $0[ObjectIdentifier(channel)] = nil }
    }
}
