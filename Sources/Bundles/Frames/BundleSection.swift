package import Membership

/// One thing that a frame carries.
package enum BundleSection: Hashable, Sendable {
    /// Who wrote the logs that follow: not verified yet.
    case identities([Identity])
    /// Changes: not verified yet.
    case chunk(Chunk)
    /// Changes of a branch that does not keep the name of its log, for changes of this bundle have seen them: not
    /// verified yet, and not among the ranges that the bundle announces.
    case branch(Chunk)
    case receipt(SignedReceipt)
    case blob(BlobPiece)

    /// The most bytes of one section.
    package static let bytesMax = 4 << 20

    /// The most identities of one section.
    package static let identitiesMax = 1_024

    /// The most identities of one frame: to check one takes long, and a frame is taken in within one turn. A writer fills
    /// a frame with a section of them, and what little may follow it.
    package static let frameIdentitiesMax = 2 * identitiesMax

    /// How many changes it counts for a frame.
    var changeCount: Int {
        switch self {
        case .chunk(let chunk), .branch(let chunk): chunk.count
        case .identities, .receipt, .blob: 0
        }
    }
}

/// A part of a photo or another file, named by the SHA-256 of the whole.
package struct BlobPiece: Hashable, Sendable {
    /// The most bytes of a piece.
    package static let bytesMax = 512 << 10

    /// SHA-256 of the whole file, 32 bytes.
    package let digest: [UInt8]
    /// Size of the whole file.
    package let totalBytes: UInt64
    /// Where in the file the piece begins.
    package let offset: UInt64
    package let bytes: [UInt8]

    /// - Precondition: the digest has 32 bytes, the piece at most ``bytesMax``, and it lies within the file.
    package init(digest: [UInt8], totalBytes: UInt64, offset: UInt64, bytes: [UInt8]) {
        precondition(digest.count == DigestColumn.digestBytes, "a blob is named by a SHA-256")
        precondition(bytes.count <= BlobPiece.bytesMax, "a piece has at most 512 KiB")
        precondition(BlobPiece.lies(offset, UInt64(bytes.count), within: totalBytes), "a piece lies within its file")
        self.digest = digest
        self.totalBytes = totalBytes
        self.offset = offset
        self.bytes = bytes
    }

    static func lies(_ offset: UInt64, _ count: UInt64, within total: UInt64) -> Bool {
        offset <= total && count <= total - offset
    }
}
