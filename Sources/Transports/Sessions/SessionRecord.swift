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
    /// What the desk made of it; nil where no session began.
    package let desk: (any ExchangeDesk)?

    /// The label in its certificate.
    package var label: String? { member?.label }
}
