package import Membership

/// A receipt as a file of its own: with the identity of whoever gives it, so that everybody of the network can verify it
/// and nobody else's word is needed.
package struct ReceiptFile: Hashable, Sendable {
    package static let magic = Array("YILURCPT".utf8)
    package static let version: UInt8 = 1
    /// The most bytes of a file: the largest receipt and the longest identity.
    package static let bytesMax = 8 << 20

    package let network: NetworkID
    /// Not verified yet.
    package let identity: Identity
    /// Not verified yet.
    package let receipt: SignedReceipt

    package init(network: NetworkID, identity: Identity, receipt: SignedReceipt) {
        self.network = network
        self.identity = identity
        self.receipt = receipt
    }

    /// Magic (8), version (1), network (32), the length of the identity (4) and the identity, the signed receipt.
    package var encoded: [UInt8] {
        let identity = identity.encoded
        var bytes = ReceiptFile.magic
        bytes.append(ReceiptFile.version)
        bytes.append(contentsOf: network.bytes)
        bytes.appendInteger(UInt32(identity.count))
        bytes.append(contentsOf: identity)
        bytes.append(contentsOf: receipt.encoded)
        return bytes
    }

    /// - Throws: ``BundlesError``: `madeByNewerVersion`, `tooLarge`, `malformed`.
    package init(encoded bytes: [UInt8]) throws(BundlesError) {
        var cursor = ByteCursor(bytes, of: "receipt file")
        guard bytes.count <= ReceiptFile.bytesMax else {
            throw .tooLarge(
                part: "receipt file", count: UInt64(bytes.count), max: UInt64(ReceiptFile.bytesMax), offset: 0)
        }
        guard Array(try cursor.slice(ReceiptFile.magic.count)) == ReceiptFile.magic else { throw cursor.malformed }
        let version = try cursor.byte()
        guard version == ReceiptFile.version else {
            throw .madeByNewerVersion(what: "receipt file", number: Int(version))
        }
        network = NetworkID(bytes: Array(try cursor.slice(NetworkID.byteCount)))
        let count = try cursor.integer(UInt32.self)
        guard count <= Identity.encodedBytesMax,
            let identity = try? Identity(encoded: Array(try cursor.slice(Int(count))))
        else { throw cursor.malformed }
        self.identity = identity
        receipt = try SignedReceipt(encoded: try cursor.slice(cursor.left))
    }
}
