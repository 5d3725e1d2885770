/// Sections gathered into one block, deflated where that helps: what is sealed in a bundle and sent in a session.
package enum Frame {
    /// A frame takes no further section once it has so many changes …
    package static let changesMax = 1_000
    /// … or so many bytes of sections.
    package static let gatheredBytesMax = 1 << 20
    /// The most bytes that a frame declares: what was gathered, and one section with its head.
    package static let rawBytesMax = gatheredBytesMax + BundleSection.bytesMax + 5
    /// The most bytes of a packed frame: what does not deflate is stored.
    package static let packedBytesMax = rawBytesMax + headBytes

    /// Method and size.
    private static let headBytes = 5

    private enum Method: UInt8 {
        case stored = 0
        case zlib = 1
    }

    /// The method, the size of the content in 4 bytes, the content, stored or deflated, whichever is shorter.
    ///
    /// - Precondition: `content` has at most ``rawBytesMax`` bytes.
    package static func packed(_ content: [UInt8]) throws(BundlesError) -> [UInt8] {
        precondition(content.count <= rawBytesMax, "a frame has at most 5 MiB")
        let deflated = try Deflater.deflated(content)
        let isWorthwhile = deflated.count < content.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(headBytes + min(deflated.count, content.count))
        bytes.append(isWorthwhile ? Method.zlib.rawValue : Method.stored.rawValue)
        bytes.appendInteger(UInt32(content.count))
        bytes.append(contentsOf: isWorthwhile ? deflated : content)
        return bytes
    }

    /// Reads ``packed(_:)`` bytes back.
    ///
    /// - Throws: ``BundlesError``; inflating ends at the declared size, and a size beyond ``rawBytesMax`` is refused
    ///   before anything is allocated.
    package static func unpacked(_ bytes: [UInt8]) throws(BundlesError) -> [UInt8] {
        var cursor = ByteCursor(bytes, of: "frame")
        let code = try cursor.byte()
        guard let method = Method(rawValue: code) else {
            throw .madeByNewerVersion(what: "frame method", number: Int(code))
        }
        let size = try cursor.integer(UInt32.self)
        guard size <= rawBytesMax else {
            throw .tooLarge(part: "frame", count: UInt64(size), max: UInt64(rawBytesMax), offset: 1)
        }
        let content = try cursor.slice(cursor.left)
        switch method {
        case .stored:
            guard content.count == Int(size) else { throw cursor.malformed }
            return Array(content)
        case .zlib:
            guard let inflated = try Deflater.inflated(content, size: Int(size)) else { throw cursor.malformed }
            return inflated
        }
    }
}
