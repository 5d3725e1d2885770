import Foundation

/// Where the frames of a bundle lie in its bytes: what a stick that is pulled cuts between or through.
///
/// Magic, version and length (13 bytes), the header's body, its signature (64); then frames, each with its length in
/// the lower 31 bits of 4 bytes.
struct BundleFrames {
    /// Where each frame begins, and last the end of the bundle.
    let offsets: [Int]

    init(_ bytes: [UInt8]) {
        func word(at offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        var offset = BundleFrames.headerBytes(bytes)
        var offsets: [Int] = []
        while offset < bytes.count {
            offsets.append(offset)
            offset += 4 + word(at: offset) & 0x7FFF_FFFF
        }
        self.offsets = offsets + [bytes.count]
    }

    /// Magic, version, length, body and signature.
    static func headerBytes(_ bytes: [UInt8]) -> Int {
        13 + bytes[9..<13].reduce(0) { $0 << 8 | Int($1) } + 64
    }

    var count: Int { offsets.count - 1 }

    /// The middle of a frame.
    func middle(of frame: Int) -> Int { (offsets[frame] + offsets[frame + 1]) / 2 }
}
