import Device
import Exchange
import Membership
import Seeds

/// A line between two devices with the real sessions at both ends, driven one thing at a time: which comes next, and after
/// how many bytes the line breaks, follows from chance.
///
/// It stands where TLS over TCP stands otherwise (Transports): bytes come in order, in pieces of any size, or not at all,
/// and both sides know for certain who the other is.
final class Link {
    private final class End {
        let owner: SimulatedDevice
        let desk: DeviceDesk
        var session: ExchangeSession
        var decoder = MessageDecoder()
        /// Whether bytes came that were not looked at.
        var hasNews = false
        /// What was sent to this end and has not come.
        var onTheWay: ArraySlice<UInt8> = []

        init(_ owner: SimulatedDevice, _ desk: DeviceDesk, _ role: ExchangeSession.Role) {
            self.owner = owner
            self.desk = desk
            session = ExchangeSession(role: role)
        }
    }

    /// More than this does not lie on a line before the sender comes to a halt.
    private static let windowBytes = 1 << 16

    private let ends: [End]
    /// How many bytes more it carries; nil for a line that holds.
    private var bytesLeft: Int?

    /// - Parameter breaksAfter: bytes both ways together; nil for a line that holds.
    init(caller: SimulatedDevice, answerer: SimulatedDevice, breaksAfter: Int?) throws {
        let devices = (try caller.opened(), try answerer.opened())
        let credentials = (try devices.0.sessionCredentials(), try devices.1.sessionCredentials())
        let called = try SessionCertificate.verify(credentials.1.certificate, root: credentials.0.root)
        let calling = try SessionCertificate.verify(credentials.0.certificate, root: credentials.1.root)
        ends = [
            End(
                caller,
                DeviceDesk(
                    devices.0, credentials.0, role: .caller, identity: called.identity, member: called.member),
                .caller),
            End(
                answerer,
                DeviceDesk(
                    devices.1, credentials.1, role: .answerer, identity: calling.identity, member: calling.member),
                .answerer),
        ]
        bytesLeft = breaksAfter
    }

    /// Lets both say all they have, or as much as the line and the machines allow.
    ///
    /// - Returns: how it went, the caller's side first.
    func run(_ random: inout SeededRandom) -> [SessionSummary] {
        for side in [1, 0] { perform(ends[side].session.opened(), side) }
        while true {
            for end in ends where end.owner.volume.isDead { end.session.lost() }
            let possible = [0, 1].flatMap { side in moves(of: side).map { (side, $0) } }
            guard !possible.isEmpty else { break }
            let (side, move) = random.one(of: possible)
            make(move, side, &random)
        }
        for end in ends {
            end.session.lost()
            end.desk.close(end.session.report)
        }
        return ends.map(\.desk.summary)
    }

    private enum Move {
        case carry, take, produce, learnThatItBroke
    }

    private func moves(of side: Int) -> [Move] {
        let end = ends[side]
        guard !end.session.isClosed else { return [] }
        var moves: [Move] = []
        let canBreak = bytesLeft == 0 || (ends[1 - side].session.isClosed && end.onTheWay.isEmpty)
        if !end.onTheWay.isEmpty, bytesLeft != 0 { moves.append(.carry) }
        if end.session.wantsMessage, end.hasNews { moves.append(.take) }
        if end.session.wantsFrame, ends[1 - side].onTheWay.count < Link.windowBytes, bytesLeft != 0 {
            moves.append(.produce)
        }
        // What came before the end is heard before it.
        return moves.isEmpty && canBreak ? [.learnThatItBroke] : moves
    }

    private func make(_ move: Move, _ side: Int, _ random: inout SeededRandom) {
        let end = ends[side]
        switch move {
        case .carry:
            let count = min(end.onTheWay.count, random.oneIn(2) ? .max : 1 + random.below(900), bytesLeft ?? .max)
            end.decoder.append(end.onTheWay.prefix(count))
            end.hasNews = true
            end.onTheWay = end.onTheWay.dropFirst(count)
            bytesLeft = bytesLeft.map { $0 - count }
            end.session.count(received: count)
        case .take:
            do throws(Refusal) {
                let message = try end.decoder.next()
                end.hasNews = message != nil
                if let message { perform(end.session.received(message), side) }
            } catch { perform(end.session.refuse(error), side) }
        case .produce: ask(side, { try $0.nextFrame() }, { $0.produced($1) })
        case .learnThatItBroke: end.session.lost()
        }
    }

    private func perform(_ actions: [ExchangeSession.Action], _ side: Int) {
        for action in actions {
            switch action {
            case .greet: ask(side, { try $0.greet() }, { $0.greeted($1) })
            case .weigh(let hello):
                ask(side, { try $0.weigh(hello, arrived: $0.now()) }, { $0.weighed($1) })
            case .takeIn(let frame): ask(side, { try $0.takeIn(frame) }, { $0.took($1) })
            case .acknowledge: ask(side, { try $0.acknowledge() }, { $0.acknowledged($1) })
            case .note(let receipt): ask(side, { try $0.note(receipt) }, { session, _ in session.noted() })
            case .send(let message):
                let bytes = message.encoded
                ends[side].session.count(sent: bytes.count)
                ends[1 - side].onTheWay += bytes
            case .close: break
            }
        }
    }

    private func ask<Answer>(
        _ side: Int, _ question: (DeviceDesk) throws -> Answer,
        _ then: (inout ExchangeSession, Answer) -> [ExchangeSession.Action]
    ) {
        let end = ends[side]
        do { perform(then(&end.session, try question(end.desk)), side) } catch {
            // Whatever the desk throws ends the session.
            let refusal = (error as? Refusal).map { Refusal($0.reason, reach: .session, detail: $0.detail) }
            perform(end.session.refuse(refusal ?? Refusal(.cannotStore)), side)
        }
    }
}
