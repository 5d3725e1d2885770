package import Bundles

/// What a session asks of the device: the store behind the protocol.
///
/// Every call may block, for the disk or for its turn to write, so none is made on an event loop. Calls of one session
/// come one after another, but for ``nextFrame()``, which may run beside the others. What a device refuses is thrown as
/// a ``Refusal``: with the reach of a session it ends here.
package protocol ExchangeDesk: Sendable {
    /// The device's clock, milliseconds since 1970.
    func now() -> Int64

    /// The caller's hello. Writes.
    func greet() throws(Refusal) -> Hello

    /// Takes in the other side's hello, plans what to send, and at the answering side greets back. Writes.
    ///
    /// - Parameter arrived: when it came, by ``now()``.
    func weigh(_ hello: Hello, arrived: Int64) throws(Refusal) -> Weighed

    /// The next frame to send; nil after the last. Reads only.
    func nextFrame() throws(Refusal) -> OutgoingFrame?

    /// Takes in a frame, durably. Writes.
    ///
    /// - Returns: what of it was refused, each with the reach of a thing.
    func takeIn(_ frame: [UInt8]) throws(Refusal) -> TakenFrame

    /// A receipt of what is durably held now. Writes.
    func acknowledge() throws(Refusal) -> SignedReceipt

    /// Takes the other side's closing receipt. Writes.
    func note(_ receipt: SignedReceipt) throws(Refusal)

    /// The session is over: the last call. Writes, and never fails.
    func close(_ report: SessionReport)
}

/// What came of a hello.
package struct Weighed: Hashable, Sendable {
    /// The answering side's own hello; the caller has sent its own before.
    package let reply: Hello?
    package let offer: Offer
    /// What the other side should be told: that it is not enrolled.
    package let told: [Refusal]

    package init(reply: Hello?, offer: Offer, told: [Refusal] = []) {
        self.reply = reply
        self.offer = offer
        self.told = told
    }
}

package struct OutgoingFrame: Hashable, Sendable {
    /// As ``Frame`` packs it.
    package let packed: [UInt8]
    package let changes: Int
    /// Files whose last piece it brings.
    package let photos: Int

    package init(packed: [UInt8], changes: Int, photos: Int) {
        self.packed = packed
        self.changes = changes
        self.photos = photos
    }
}

package struct TakenFrame: Hashable, Sendable {
    package let changes: Int
    package let photos: Int
    package let refusals: [Refusal]

    package init(changes: Int, photos: Int, refusals: [Refusal] = []) {
        self.changes = changes
        self.photos = photos
        self.refusals = refusals
    }
}
