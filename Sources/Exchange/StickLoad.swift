package import Bundles

/// What the devices of one place lack, by their receipts and by what lies on the stick for them already, with what each
/// piece of it takes on a stick.
package struct StickLoad: Hashable, Sendable {
    /// Changes that travel together, or not at all.
    package struct Piece: Hashable, Sendable {
        package let range: LogRange
        package let bytes: Int64

        package init(range: LogRange, bytes: Int64) {
            self.range = range
            self.bytes = bytes
        }
    }

    package struct Photo: Hashable, Sendable {
        /// SHA-256, 32 bytes.
        package let digest: [UInt8]
        /// What it takes, beside its own bytes what stands around its pieces.
        package let bytes: Int64

        package init(digest: [UInt8], bytes: Int64) {
            self.digest = digest
            self.bytes = bytes
        }
    }

    /// In the order in which they go: what is published first, then the oldest. Those of one log follow on one another.
    package let pieces: [Piece]
    /// In the order in which they go.
    package let photos: [Photo]
    /// What a bundle takes with nothing in it.
    package let coverBytes: Int64
    /// Whether there is something to say beside changes and photos: that there is this device at all.
    package let hasNews: Bool

    package init(pieces: [Piece], photos: [Photo], coverBytes: Int64, hasNews: Bool) {
        self.pieces = pieces
        self.photos = photos
        self.coverBytes = coverBytes
        self.hasNews = hasNews
    }

    package var isEmpty: Bool { pieces.isEmpty && photos.isEmpty && !hasNews }
    package var changes: Int { pieces.reduce(0) { $0 + Int($1.range.count) } }
}
