package import Causality
package import Membership

/// What a bundle says in clear: from whom, for whom, which dots. No content of any record.
package struct BundleHeader: Hashable, Sendable {
    /// The version of the format, in the byte after the magic.
    package static let version: UInt8 = 1
    /// The most bytes of a header's body.
    package static let bodyBytesMax = 16 << 20
    package static let receiversMax = 4_096
    package static let rangesMax = 1 << 18
    /// The length of a bundle's random name.
    package static let idBytes = 16

    /// One device that may open the bundle.
    package struct Receiver: Hashable, Sendable {
        package let replica: ReplicaID
        /// The bundle's key, sealed to it.
        package let key: WrappedKey

        package init(replica: ReplicaID, key: WrappedKey) {
            self.replica = replica
            self.key = key
        }
    }

    /// How much of photos and other files the bundle carries.
    package struct Photos: Hashable, Sendable {
        /// Different files of which it carries something.
        package let count: UInt32
        /// The bytes of their pieces.
        package let bytes: UInt64

        package init(count: UInt32, bytes: UInt64) {
            self.count = count
            self.bytes = bytes
        }

        package static let none = Photos(count: 0, bytes: 0)
    }

    package let network: NetworkID
    package let sender: ReplicaID
    /// The sender's identity, for receivers that do not know it yet.
    package let identity: Identity
    /// 16 random bytes: tells a bundle that was received already.
    package let id: [UInt8]
    /// By the sender's clock.
    package let created: HybridTime
    /// Ascending by replica.
    package let receivers: [Receiver]
    /// Ascending; ranges of one log do not touch.
    package let ranges: [LogRange]
    package let photos: Photos
}

extension BundleHeader {
    /// What a bundle's key is wrapped for: a key lifted into another bundle's header does not open there.
    static func keyInfo(network: NetworkID, id: [UInt8]) -> [UInt8] {
        Array("yilu bundle key 1".utf8) + network.bytes + id
    }

    /// Ascending, and one log's ranges apart from one another.
    static func areOrdered(_ ranges: [LogRange]) -> Bool {
        zip(ranges, ranges.dropFirst()).allSatisfy { one, next in
            one.log < next.log || (one.log == next.log && one.through < next.from)
        }
    }
}
