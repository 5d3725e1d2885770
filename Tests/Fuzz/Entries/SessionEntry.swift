import Bundles
import Exchange
import Membership

/// The other side of a session, byte by byte: the first byte says which side hears it and in what pieces it comes.
enum SessionEntry {
    static func hear(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        var session = HeardSession(role: first & 1 == 0 ? .caller : .answerer, frames: Int(first >> 1 & 3))
        let pieceBytes = [1, 3, 64, 4_096][Int(first >> 3 & 3)]
        var decoder = MessageDecoder()
        var input = FuzzInput(Array(bytes.dropFirst()))
        do throws(Refusal) {
            while !input.rest.isEmpty, !session.isClosed {
                decoder.append(input.take(pieceBytes))
                while session.wantsMessage, let message = try decoder.next() {
                    check(message)
                    session.receive(message)
                }
            }
            session.lose()
        } catch {
            session.refuse(error)
        }
    }

    private static func check(_ message: SessionMessage) {
        var decoder = MessageDecoder()
        decoder.append(message.encoded)
        let again = try? decoder.next()
        demand(again == message, "what is written is read back")
    }
}

/// A session with a desk that does all it is told.
private struct HeardSession {
    private var session: ExchangeSession
    private var frames: Int

    init(role: ExchangeSession.Role, frames: Int) {
        session = ExchangeSession(role: role)
        self.frames = frames
        perform(session.opened())
    }

    var isClosed: Bool { session.isClosed }
    var wantsMessage: Bool { session.wantsMessage }

    mutating func receive(_ message: SessionMessage) { perform(session.received(message)) }

    mutating func refuse(_ refusal: Refusal) { perform(session.refuse(refusal)) }

    mutating func lose() {
        session.lost()
        demand(session.isClosed && !session.wantsMessage && !session.wantsFrame, "a lost session asks for nothing")
    }

    private mutating func perform(_ actions: [ExchangeSession.Action]) {
        let words = SessionWords.shared
        for action in actions {
            switch action {
            case .greet: perform(session.greeted(words.hello))
            case .weigh(let hello):
                try? hello.receipt.verify(network: FuzzNetwork.shared.network)
                perform(session.weighed(Weighed(reply: words.hello, offer: Offer(changes: 1, photos: 0))))
            case .takeIn(let packed): perform(session.took(take(packed)))
            case .acknowledge: perform(session.acknowledged(words.receipt))
            case .note(let receipt):
                try? receipt.verify(network: FuzzNetwork.shared.network)
                perform(session.noted())
            case .send(let message): demand(!message.encoded.isEmpty, "a message has a head")
            case .close: demand(session.isClosed, "what closes is closed")
            }
        }
        while session.wantsFrame {
            let frame = frames > 0 ? OutgoingFrame(packed: words.frame, changes: 1, photos: 0) : nil
            frames -= 1
            perform(session.produced(frame))
        }
    }

    private func take(_ packed: [UInt8]) -> TakenFrame {
        do {
            let sections = try BundleSection.sections(in: Frame.unpacked(BundleEntry.withItsSize(packed)))
            return TakenFrame(changes: sections.count, photos: 0)
        } catch {
            return TakenFrame(
                changes: 0, photos: 0, refusals: [Refusal(.badContent, reach: .thing, detail: "\(error)")])
        }
    }
}

/// What a desk of the fuzzed network says.
struct SessionWords: Sendable {
    let hello: Hello
    let receipt: SignedReceipt
    let frame: [UInt8]

    static let shared: SessionWords = {
        do { return try SessionWords() } catch { preconditionFailure("words cannot be made: \(error)") }
    }()

    private init() throws {
        receipt = try ReceiptEntry.receipt(FuzzNetwork.shared)
        hello = Hello(program: "0.1.0", clock: 1_700_000_000_000, receipt: receipt)
        frame = try Frame.packed([])
    }
}
