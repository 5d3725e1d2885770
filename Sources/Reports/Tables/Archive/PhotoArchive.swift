package import Store

/// The photos and files of exported records, as one archive, each under the name that its record's cell has.
package final class PhotoArchive {
    private static let pieceBytes = 1 << 20

    private let archive: ZIPWriter
    private let reading: StoreReading
    private var names: Set<String> = []
    /// Files that were here to be put in.
    package private(set) var count = 0
    /// Files that records name and that are still elsewhere.
    package private(set) var missing = 0

    package init(_ reading: StoreReading, sink: @escaping ByteSink) {
        archive = ZIPWriter(sink: sink)
        self.reading = reading
    }

    package func add(_ name: String, digest: [UInt8]) throws {
        guard names.insert(name).inserted else { return }
        guard let bytes = try reading.heldBlobBytes(digest) else {
            missing += 1
            return
        }
        // What cameras write is compressed already.
        try archive.begin(name, level: 1)
        try reading.blobPieces(digest, bytes: bytes, count: PhotoArchive.pieceBytes) { try archive.add($1) }
        try archive.end()
        count += 1
    }

    package func finish() throws {
        try archive.finish()
    }
}
