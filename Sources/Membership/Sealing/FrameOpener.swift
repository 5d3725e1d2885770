/// Opens the frames of one bundle, in any order.
package struct FrameOpener: Sendable {
    private let seal: FrameSeal

    /// - Parameter signedHeader: the header with its signature, exactly as it stands in the file.
    package init(key: BundleKey, signedHeader: [UInt8]) {
        seal = FrameSeal(key: key.symmetric, header: signedHeader)
    }

    /// The frame's bytes.
    /// - Throws: ``MembershipError/frameDoesNotOpen(index:)`` where one bit, the index, the flag, the header or the
    ///   key is another.
    package func open(_ sealed: [UInt8], index: UInt64, isLast: Bool) throws -> [UInt8] {
        guard let frame = seal.open(sealed, index: index, isLast: isLast) else {
            throw MembershipError.frameDoesNotOpen(index: index)
        }
        return frame
    }
}
