/// Names a place of the network: a node of the tree district / town / station, or what such a node publishes.
///
/// The place is the unit of access, of replication and of causality: logs, version vectors and contexts never reach
/// beyond one place. A node with others below it has two places, its records and its notices, so that what travels
/// down the tree never shares a log with what stays.
public struct PlaceID: Hashable, Sendable {
    /// Drawn at random when the node is made, and kept for good: names and codes change, this does not.
    public let node: UInt64
    /// True for `X/notices`, which only X's own devices write and all below X read.
    public let isNotices: Bool

    public init(node: UInt64, isNotices: Bool = false) {
        self.node = node
        self.isNotices = isNotices
    }

    /// The place of the node's records.
    public var records: PlaceID { PlaceID(node: node) }

    /// The place of what the node publishes to all below it.
    public var notices: PlaceID { PlaceID(node: node, isNotices: true) }
}

extension PlaceID: Comparable {
    /// What is published comes first: it tells which places there are, and who may write there. Otherwise an order that
    /// is the same on every device and says nothing about the tree.
    public static func < (one: PlaceID, other: PlaceID) -> Bool {
        one.isNotices != other.isNotices ? one.isNotices : one.node < other.node
    }
}

extension PlaceID: CustomStringConvertible {
    /// Sixteen hexadecimal digits, then `/notices` for what the node publishes.
    public var description: String {
        let digits = String(node, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits + (isNotices ? "/notices" : "")
    }

    /// Reads `description` back; nil for anything else.
    ///
    /// A device reads the whole tree in every transaction, so this goes byte by byte, without a part cut out.
    public init?(_ description: String) {
        let bytes = description.utf8
        var node: UInt64 = 0
        for byte in bytes.prefix(16) {
            switch byte {
            case 0x30...0x39: node = node << 4 | UInt64(byte - 0x30)
            case 0x61...0x66: node = node << 4 | UInt64(byte - 0x57)
            default: return nil
            }
        }
        switch bytes.count {
        case 16: self.init(node: node)
        case 24 where bytes.dropFirst(16).elementsEqual("/notices".utf8): self.init(node: node, isNotices: true)
        default: return nil
        }
    }
}
