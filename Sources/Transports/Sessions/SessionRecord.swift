package import Exchange
import Membership

/// One connection, from its beginning to its end: what is logged and counted.
package struct SessionRecord: Sendable {
    /// The other side's address.
    package let remote: String
    /// Who it is, where TLS came so far.
    let member: Member?
    package let report: SessionReport
    /// Why the line failed, where it was the line.
    package let fault: LineFault?
    package let milliseconds: Int
    /// How often this side waited for an answer to what it had said: to its hello, to its frames. Those of TCP and of
    /// TLS come before.
    package var roundTrips = 0
    /// What the desk made of it; nil where no session began.
    package let desk: (any ExchangeDesk)?

    /// The label in its certificate.
    package var label: String? { member?.label }
}
