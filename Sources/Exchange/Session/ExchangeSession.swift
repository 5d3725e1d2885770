package import Bundles

/// One session between two devices, as a value: what happened goes in, what to do comes out. It has no clock, no socket
/// and no store; whoever drives it carries out the actions, in order, and tells what came of them.
///
///     caller                          answerer
///     hello ───────────────────────────▶
///                                      weighs it, knows what to send
///           ◀─────────────────────────── hello, offer, frames …, end
///     weighs it, knows what to send
///     offer, frames …, end ────────────▶
///     receipt ─────────────────────────▶   once all frames were taken in
///           ◀─────────────────────────── receipt
///
/// A side that took in no frame owes no receipt, since the one in its hello still tells all; so "nothing new" is one
/// round trip. Frames go both ways at once, each side as fast as the other takes them in, and a receipt follows as soon
/// as the last frame was taken in, whether or not the giver has more to send itself.
package struct ExchangeSession: Sendable {
    package enum Role: Sendable {
        case caller, answerer
    }

    /// What to do next.
    package enum Action: Hashable, Sendable {
        /// Ask the desk for the caller's hello, then ``ExchangeSession/greeted(_:)``.
        case greet
        /// Hand a hello to the desk, then ``ExchangeSession/weighed(_:)``.
        case weigh(Hello)
        /// Hand a frame to the desk, then ``ExchangeSession/took(_:)``.
        case takeIn([UInt8])
        /// Ask the desk for a receipt, then ``ExchangeSession/acknowledged(_:)``.
        case acknowledge
        /// Hand a receipt to the desk, then ``ExchangeSession/noted()``.
        case note(SignedReceipt)
        case send(SessionMessage)
        /// Send what is left, then close; nothing comes after it.
        case close
    }

    /// How many things one side may have refused before it is cut off.
    package static let refusalsMax = 8
    /// How many refusals of things a session tells and keeps.
    package static let toldMax = 64

    enum Phase {
        case idle
        /// The caller's hello is being made, or was sent.
        case greeting
        /// Waits for the other side's hello.
        case waitsForHello
        /// Frames go and come.
        case open
        case closed
    }

    let role: Role
    var phase = Phase.idle
    /// The desk has something of the other side's in its hands.
    var isDeskBusy = false
    var hasSentEnd = false
    var hasGotEnd = false
    var framesSent = 0
    var framesTaken = 0
    var hasSentReceipt = false
    var hasGotReceipt = false
    package internal(set) var report = SessionReport()

    package init(role: Role) {
        self.role = role
    }

    /// Whether the next message may be given: no more than one is in anybody's hands.
    package var wantsMessage: Bool { !isDeskBusy && phase != .closed && phase != .idle }

    /// Whether the desk may be asked for the next frame to send, once the line takes more.
    package var wantsFrame: Bool { phase == .open && !hasSentEnd }

    /// Whether the other side waits for this one to take something in.
    package var isDeskAtWork: Bool { isDeskBusy && phase != .closed }

    package var isClosed: Bool { phase == .closed }

    /// Whether the other side has said hello.
    package var isOpen: Bool { phase == .open }
}
