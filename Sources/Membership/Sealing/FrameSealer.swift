/// Seals the frames of one bundle under its key and its signed header.
package struct FrameSealer: Sendable {
    private let seal: FrameSeal

    /// - Parameter signedHeader: the header with its signature, exactly as it stands in the file.
    package init(key: BundleKey, signedHeader: [UInt8]) {
        seal = FrameSeal(key: key.symmetric, header: signedHeader)
    }

    /// What sealing adds to a frame.
    package static let overheadBytes = FrameSeal.tagBytes

    /// The sealed frame, 16 bytes longer. Each index is sealed once only: two frames under one index and flag would
    /// lay both open.
    /// - Parameter index: from 0.
    package func seal(_ frame: [UInt8], index: UInt64, isLast: Bool) throws -> [UInt8] {
        try seal.seal(frame, index: index, isLast: isLast)
    }
}
