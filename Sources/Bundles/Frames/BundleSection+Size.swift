import Causality
package import Membership

extension BundleSection {
    /// How many bytes of a bundle it takes at most, in a frame of its own. Sections that share a frame take less.
    package var carriedBytes: Int {
        get throws {
            var bytes: [UInt8] = []
            append(to: &bytes)
            return try Frame.packed(bytes).count + FrameSealer.overheadBytes + FrameHead.byteCount
        }
    }
}

extension BlobPiece {
    /// How many bytes of a bundle a whole file takes at most, piece by piece.
    package static func carriedBytes(ofFile bytes: Int64) -> Int64 {
        let pieces = (bytes + Int64(bytesMax) - 1) / Int64(bytesMax)
        return bytes + pieces * Int64(pieceOverheadBytes)
    }

    /// What stands beside the bytes of a piece: the section's head and its own, the frame's, the seal's.
    private static let pieceOverheadBytes = 5 + 48 + 5 + FrameSealer.overheadBytes + FrameHead.byteCount
}

extension BundleHeader {
    /// How many bytes a range takes in a header, and how many a receiver.
    package static let rangeBytes = 57
    package static let receiverBytes = ReplicaID.byteCount + WrappedKey.encodedBytes

    /// How many bytes a packed frame takes once it is sealed.
    package static func carriedBytes(ofFrame packed: [UInt8]) -> Int {
        packed.count + FrameSealer.overheadBytes + FrameHead.byteCount
    }

    /// How many bytes a header without ranges takes, its signature and the last frame included.
    package static func carriedBytes(identity: Identity, receivers: Int) -> Int {
        preludeBytes + 32 + 32 + 4 + identity.encoded.count + idBytes + 8 + 4 + receivers * receiverBytes + 4 + 12
            + Signatures.signatureBytes + FrameHead.byteCount + FrameSealer.overheadBytes + 5
    }
}
