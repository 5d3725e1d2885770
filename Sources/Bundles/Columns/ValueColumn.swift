import FieldRecords

/// The values of one field, all of one kind.
enum ValueColumn {
    /// - Precondition: all values are of `kind`, which is not `commitment`.
    static func append(_ values: [FieldValue], kind: ValueKind, to bytes: inout [UInt8]) {
        switch kind {
        case .empty: break
        case .text:
            TextColumn.append(values.compactMap { if case .text(let text) = $0 { text } else { nil } }, to: &bytes)
        case .integer:
            IntegerColumn.append(
                values.compactMap { if case .integer(let number) = $0 { number } else { nil } }, to: &bytes)
        case .decimal:
            // Zero has one spelling in JSON, so it has one here.
            IntegerColumn.append(
                values.compactMap {
                    if case .decimal(let number) = $0 {
                        Int64(bitPattern: (number == 0 ? 0 : number).bitPattern)
                    } else {
                        nil
                    }
                }, to: &bytes)
        case .list:
            ListColumn.append(values.compactMap { if case .list(let codes) = $0 { codes } else { nil } }, to: &bytes)
        case .file: appendFiles(values.compactMap { if case .file(let file) = $0 { file } else { nil } }, to: &bytes)
        case .commitment: preconditionFailure("commitments are no values")
        }
    }

    static func read(
        _ count: Int, kind: ValueKind, from cursor: inout ByteCursor
    ) throws(BundlesError) -> [FieldValue] {
        switch kind {
        case .empty: return Array(repeating: .empty, count: count)
        case .text: return try TextColumn.read(count, from: &cursor).map(FieldValue.text)
        case .integer: return try IntegerColumn.read(count, from: &cursor).map(FieldValue.integer)
        case .decimal:
            var values: [FieldValue] = []
            values.reserveCapacity(count)
            for bits in try IntegerColumn.read(count, from: &cursor) {
                let number = Double(bitPattern: UInt64(bitPattern: bits))
                guard number.isFinite else { throw cursor.malformed }
                values.append(.decimal(number))
            }
            return values
        case .list: return try ListColumn.read(count, from: &cursor).map(FieldValue.list)
        case .file: return try readFiles(count, from: &cursor)
        case .commitment: throw cursor.malformed
        }
    }

    /// The digests, the sizes, the media types.
    private static func appendFiles(_ files: [FileReference], to bytes: inout [UInt8]) {
        for file in files { bytes.append(contentsOf: file.digest) }
        IntegerColumn.append(files.map(\.bytes), to: &bytes)
        TextColumn.append(files.map(\.mediaType), to: &bytes)
    }

    private static func readFiles(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> [FieldValue] {
        let digests = try DigestColumn.read(count, from: &cursor)
        let sizes = try IntegerColumn.read(count, from: &cursor)
        let mediaTypes = try TextColumn.read(count, from: &cursor)
        var values: [FieldValue] = []
        values.reserveCapacity(count)
        for index in 0..<count {
            guard sizes[index] >= 0 else { throw cursor.malformed }
            values.append(
                .file(FileReference(digest: digests[index], bytes: sizes[index], mediaType: mediaTypes[index])))
        }
        return values
    }
}

/// SHA-256 digests, one after another: nothing about them repeats.
enum DigestColumn {
    static let digestBytes = 32

    static func read(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> [[UInt8]] {
        guard count * digestBytes <= cursor.left else { throw cursor.malformed }
        var digests: [[UInt8]] = []
        digests.reserveCapacity(count)
        for _ in 0..<count { digests.append(Array(try cursor.slice(digestBytes))) }
        return digests
    }
}
