/// What a signature is for. The domain's text and a zero byte stand before every signed message, so that a signature
/// made for one purpose never passes for another.
package enum SignatureDomain: String, Hashable, Sendable, CaseIterable {
    /// The last line of a log: see ``SignedHead``.
    case head = "yilu head 1"
    /// The header of a bundle, by its sender.
    case bundleHeader = "yilu bundle header 1"
    /// What a replica durably holds.
    case receipt = "yilu receipt 1"
    /// An invitation, by the network's root.
    case invitation = "yilu invitation 1"
    /// A device's proof that it holds the key which its certificate or succession names.
    case possession = "yilu possession 1"
    /// Old replica -> new replica, by the old key or by a successor credential.
    case succession = "yilu succession 1"
    /// A device's grant of its succession to a one-time key that travels in a backup.
    case successorCredential = "yilu successor credential 1"

    func message(_ content: [UInt8]) -> [UInt8] {
        let name = rawValue.utf8
        var message: [UInt8] = []
        message.reserveCapacity(name.count + 1 + content.count)
        message.append(contentsOf: name)
        message.append(0)
        message.append(contentsOf: content)
        return message
    }
}
