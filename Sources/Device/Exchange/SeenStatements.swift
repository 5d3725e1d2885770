import Bundles
import Causality
import Crypto
import Membership

/// The identities and receipts that one import has met.
///
/// To check one costs up to milliseconds, while others wait for their turn to write; and a frame of a few kilobytes
/// unpacks to thousands of copies. What comes a second time was checked, and says nothing new.
struct SeenStatements: Sendable {
    /// Of one device an exchange brings at most two receipts that it gives itself, and two that others carry. More than
    /// twice as many are a flood, and only the first of them are looked at.
    private static let receiptsOfOneMax = 8

    /// Beyond so many all are forgotten, so that they take little memory: who wants one to be checked again has to bring
    /// as many others.
    private static let rememberedMax = 1 << 16

    /// By the SHA-256 of their bytes.
    private var digests: Set<SHA256Digest> = []
    private var receipts: [ReplicaID: Int] = [:]

    /// - Returns: whether it is to be looked at.
    mutating func insert(_ identity: Identity) -> Bool {
        insert(identity.encoded)
    }

    /// - Returns: whether it is to be looked at.
    mutating func insert(_ signed: SignedReceipt) -> Bool {
        guard insert(signed.encoded) else { return false }
        if receipts.count >= Self.rememberedMax { receipts.removeAll() }
        receipts[signed.receipt.replica, default: 0] += 1
        return receipts[signed.receipt.replica, default: 0] <= Self.receiptsOfOneMax
    }

    private mutating func insert(_ encoded: [UInt8]) -> Bool {
        if digests.count >= Self.rememberedMax { digests.removeAll() }
        return digests.insert(SHA256.hash(data: encoded)).inserted
    }
}
