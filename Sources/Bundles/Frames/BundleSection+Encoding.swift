package import Membership

extension BundleSection {
    /// The kinds with their numbers in files for ever.
    private enum Kind: UInt8 {
        case identities = 1
        case chunk = 2
        case receipt = 3
        case blob = 4
        case branch = 5
    }

    /// Appends the kind, the length in 4 bytes and the content.
    package func append(to bytes: inout [UInt8]) {
        let (kind, content) = encoded
        precondition(content.count <= BundleSection.bytesMax, "a section has at most 4 MiB")
        bytes.append(kind.rawValue)
        bytes.appendInteger(UInt32(content.count))
        bytes.append(contentsOf: content)
    }

    /// Identities in as few sections as take them, in their order.
    ///
    /// Their number alone does not say what they take: who went through many successions has an identity ten times as
    /// long as others.
    package static func sections(of identities: [Identity]) -> [BundleSection] {
        var sections: [BundleSection] = []
        var gathered: [Identity] = []
        var bytes = lengthBytesMax
        for identity in identities {
            let more = lengthBytesMax + identity.encoded.count
            if gathered.count == identitiesMax || bytes + more > bytesMax {
                sections.append(.identities(gathered))
                (gathered, bytes) = ([], lengthBytesMax)
            }
            gathered.append(identity)
            bytes += more
        }
        return gathered.isEmpty ? sections : sections + [.identities(gathered)]
    }

    /// The most bytes of a length or a number before what it counts.
    private static let lengthBytesMax = 10

    private var encoded: (kind: Kind, content: [UInt8]) {
        switch self {
        case .identities(let identities):
            precondition(identities.count <= BundleSection.identitiesMax, "a section has at most 1,024 identities")
            var content: [UInt8] = []
            content.appendVarint(identities.count)
            for identity in identities {
                let encoded = identity.encoded
                content.appendVarint(encoded.count)
                content.append(contentsOf: encoded)
            }
            return (.identities, content)
        case .chunk(let chunk): return (.chunk, chunk.encoded)
        case .branch(let chunk): return (.branch, chunk.encoded)
        case .receipt(let receipt): return (.receipt, receipt.encoded)
        case .blob(let piece):
            var content = piece.digest
            content.reserveCapacity(48 + piece.bytes.count)
            content.appendInteger(piece.totalBytes)
            content.appendInteger(piece.offset)
            content.append(contentsOf: piece.bytes)
            return (.blob, content)
        }
    }

    /// Reads sections, one after another, to the end of the bytes.
    ///
    /// - Throws: ``BundlesError``; a kind that is not known is of a newer version.
    package static func sections(in bytes: [UInt8]) throws(BundlesError) -> [BundleSection] {
        var cursor = ByteCursor(bytes, of: "frame")
        var sections: [BundleSection] = []
        var identities = 0
        while cursor.left > 0 {
            let code = try cursor.byte()
            guard let kind = Kind(rawValue: code) else {
                throw .madeByNewerVersion(what: "section kind", number: Int(code))
            }
            let count = try cursor.integer(UInt32.self)
            guard count <= bytesMax else {
                throw .tooLarge(
                    part: "section", count: UInt64(count), max: UInt64(bytesMax), offset: cursor.offset)
            }
            let read = try section(kind, try cursor.slice(Int(count)))
            if case .identities(let more) = read { identities += more.count }
            guard identities <= frameIdentitiesMax else {
                throw .tooLarge(
                    part: "identities", count: UInt64(identities), max: UInt64(frameIdentitiesMax),
                    offset: cursor.offset)
            }
            sections.append(read)
        }
        return sections
    }

    private static func section(
        _ kind: Kind, _ content: ArraySlice<UInt8>
    ) throws(BundlesError) -> BundleSection {
        switch kind {
        case .identities: return .identities(try identities(content))
        case .chunk: return .chunk(try Chunk(encoded: content))
        case .branch: return .branch(try Chunk(encoded: content))
        case .receipt: return .receipt(try SignedReceipt(encoded: content))
        case .blob:
            var cursor = ByteCursor(content, of: "blob piece")
            let digest = Array(try cursor.slice(DigestColumn.digestBytes))
            let total = try cursor.integer(UInt64.self)
            let offset = try cursor.integer(UInt64.self)
            guard cursor.left <= BlobPiece.bytesMax, BlobPiece.lies(offset, UInt64(cursor.left), within: total) else {
                throw cursor.malformed
            }
            let bytes = Array(try cursor.slice(cursor.left))
            return .blob(BlobPiece(digest: digest, totalBytes: total, offset: offset, bytes: bytes))
        }
    }

    private static func identities(_ content: ArraySlice<UInt8>) throws(BundlesError) -> [Identity] {
        var cursor = ByteCursor(content, of: "identities")
        var identities: [Identity] = []
        for _ in 0..<(try cursor.count(max: identitiesMax)) {
            let encoded = Array(try cursor.slice(try cursor.count(max: Identity.encodedBytesMax)))
            guard let identity = try? Identity(encoded: encoded) else { throw cursor.malformed }
            identities.append(identity)
        }
        try cursor.end()
        return identities
    }
}
