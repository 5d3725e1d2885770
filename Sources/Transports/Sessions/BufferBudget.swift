import Synchronization

/// The bytes that the sessions of a program hold in buffers together, one way, beyond the little that each has for
/// itself.
///
/// Whoever needs more asks for all of a message at once and waits for its turn, in the order of asking: so nobody holds
/// half a message and waits for room for the rest. What comes and what goes have a budget each: a message that has
/// begun to come needs nothing but its sender, who has it whole, so that no two programs ever wait for each other.
final class BufferBudget: Sendable {
    /// Of one session, that are never asked for.
    static let freeBytes = 16 << 10
    /// A message lies in as many places on its way between the line and the store.
    static let copies = 3

    /// Somebody's place in it; given back once, waiting or granted.
    struct Ticket: Hashable, Sendable {
        fileprivate let number: Int
    }

    private struct State {
        var left: Int
        var lastTicket = 0
        var granted: [Ticket: Int] = [:]
        var waiting: [(ticket: Ticket, bytes: Int, grant: @Sendable () -> Void)] = []

        /// Grants what has its turn and fits.
        mutating func grants() -> [@Sendable () -> Void] {
            var grants: [@Sendable () -> Void] = []
            while let next = waiting.first, next.bytes <= left {
                waiting.removeFirst()
                left -= next.bytes
                granted[next.ticket] = next.bytes
                grants.append(next.grant)
            }
            return grants
        }
    }

    private let totalBytes: Int
    private let state: Mutex<State>

    init(totalBytes: Int) {
        self.totalBytes = totalBytes
        state = Mutex(State(left: totalBytes))
    }

    /// Whether somebody has room of it.
    var isHeld: Bool { state.withLock { !$0.granted.isEmpty } }
    /// Whether somebody waits.
    var isCrowded: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// Asks for the room that a message takes; a message larger than all there is gets all there is.
    ///
    /// - Parameter grant: called once it has it, on this thread or on another's.
    func ask(messageBytes: Int, grant: @escaping @Sendable () -> Void) -> Ticket {
        let (ticket, grants) = state.withLock { state in
            state.lastTicket += 1
            let ticket = Ticket(number: state.lastTicket)
            let bytes = min(totalBytes, messageBytes * BufferBudget.copies)
            state.waiting.append((ticket, bytes, grant))
            return (ticket, state.grants())
        }
        for grant in grants { grant() }
        return ticket
    }

    /// The message turned out to have another size. It may be larger than was asked for: then there is less for others.
    func correct(_ ticket: Ticket, messageBytes: Int) {
        let grants = state.withLock { state in
            guard let bytes = state.granted[ticket] else { return [] as [@Sendable () -> Void] }
            state.granted[ticket] = messageBytes * BufferBudget.copies
            state.left += bytes - messageBytes * BufferBudget.copies
            return state.grants()
        }
        for grant in grants { grant() }
    }

    func giveBack(_ ticket: Ticket) {
        let grants = state.withLock { state in
            state.waiting.removeAll { $0.ticket == ticket }
            state.left += state.granted.removeValue(forKey: ticket) ?? 0
            return state.grants()
        }
        for grant in grants { grant() }
    }
}
