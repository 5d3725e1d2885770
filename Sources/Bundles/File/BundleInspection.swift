/// What can be told of a bundle without its key.
package struct BundleInspection: Hashable, Sendable {
    package let header: BundleHeader
    /// Frames that are there whole, by their lengths; their seals are not judged.
    package let frames: Int
    /// All bytes up to the end of the last frame that is there, the header among them.
    package let bytes: UInt64
    /// Whether the bundle ends with its last frame and nothing after it.
    package let isWhole: Bool

    /// Reads the header, checks its signature and steps over the frames.
    ///
    /// - Throws: what ``BundleReader/init(_:)`` throws. A bundle that is cut off is no error here.
    package init(_ supply: @escaping ByteSupply) throws {
        var scanner = FrameScanner(try BundleReader(supply))
        while try scanner.step() {}
        header = scanner.header
        frames = scanner.frames
        bytes = scanner.offset
        isWhole = scanner.isWhole
    }
}

/// Steps over the frames of a bundle by their lengths.
struct FrameScanner {
    let header: BundleHeader
    private var supply: SupplyReader
    private(set) var frames = 0
    private(set) var offset: UInt64
    private(set) var isWhole = false

    init(_ reader: BundleReader) {
        header = reader.header
        supply = reader.supply
        offset = reader.supply.offset
    }

    /// - Returns: whether there is more to step over.
    mutating func step() throws -> Bool {
        var cursor = ByteCursor(try supply.take(FrameHead.byteCount), of: "frame")
        guard cursor.left == FrameHead.byteCount else { return false }
        let head = FrameHead(bits: try cursor.integer(UInt32.self))
        guard head.isPossible, try supply.skip(head.sealedBytes) else { return false }
        frames += 1
        offset = supply.offset
        if head.isLast { isWhole = try supply.take(1).isEmpty }
        return !head.isLast
    }
}
