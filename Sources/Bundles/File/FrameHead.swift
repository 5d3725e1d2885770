import Membership

/// The four bytes before a sealed frame: its length, and in the top bit whether it is the last. They are in clear so
/// that a reader finds the next frame after a damaged one; the seal covers the mark, and a length that was altered
/// opens nothing.
struct FrameHead: Hashable, Sendable {
    static let byteCount = 4
    /// The most bytes of a sealed frame.
    static let sealedBytesMax = Frame.packedBytesMax + FrameSealer.overheadBytes

    let sealedBytes: Int
    let isLast: Bool

    init(sealedBytes: Int, isLast: Bool) {
        self.sealedBytes = sealedBytes
        self.isLast = isLast
    }

    init(bits: UInt32) {
        sealedBytes = Int(bits & 0x7FFF_FFFF)
        isLast = bits >> 31 == 1
    }

    var bits: UInt32 { UInt32(sealedBytes) | (isLast ? 1 << 31 : 0) }

    /// Whether a frame can have this length at all.
    var isPossible: Bool { (FrameSealer.overheadBytes...FrameHead.sealedBytesMax).contains(sealedBytes) }
}
