import Causality
import FieldRecords
import Sticks
import Store

/// What files and folders on a stick are called, for people to look at.
struct StickNames {
    /// The most UTF-16 units of a folder's name.
    private static let folderUnitsMax = 40

    /// `037 霍营驿站`
    let readable: String
    /// The code alone, for a system that takes no Chinese name.
    let plain: String

    /// The folder of a node.
    static func folder(of node: UInt64, in reading: StoreReading) throws -> StickNames {
        guard let stored = try reading.nodes().first(where: { $0.id == node }) else {
            throw StoreError.unknown(what: "place")
        }
        return StickNames(stored)
    }

    init(_ node: StoredNode) {
        readable = FATName.safe("\(node.code) \(node.name)", unitsMax: StickNames.folderUnitsMax)
        plain = FATName.safe(node.code)
    }

    /// Whether a folder is this one: by the code that its name begins with, since stations are renamed.
    func isSame(as name: MediumName) -> Bool {
        let text = name.text.lowercased()
        return text == plain.lowercased() || text.hasPrefix(plain.lowercased() + " ")
    }

    /// `037-to-host-20231114-1f0a93c2.yilu`
    static func bundle(from label: String, to code: String, day: CivilDate, id: [UInt8]) -> String {
        let date = "\(day)".filter { $0 != "-" }
        let name = "\(label)-to-\(code)-\(date)-\(Hexadecimal.text(of: Array(id.prefix(4))))"
        return FATName.safe(name) + Stick.bundleSuffix
    }

    /// `037-12-1f0a93c2.receipt`
    static func receipt(of label: String, number: UInt64, replica: ReplicaID) -> String {
        FATName.safe("\(label)-\(number)-\(mark(replica))") + Stick.receiptSuffix
    }

    /// By which a device knows what it left unfinished.
    static func mark(_ replica: ReplicaID) -> String { String("\(replica)".prefix(8)) }
}
