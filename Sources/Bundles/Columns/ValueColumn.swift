import FieldRecords

/// The values of one field, all of one kind.
enum ValueColumn {
    /// Appends values that stand in `source` as canonical JSON, commitments as they are.
    ///
    /// - Precondition: all of them are of `kind`.
    static func append(_ spans: [ByteSpan], of source: [UInt8], kind: ValueKind, to bytes: inout [UInt8]) {
        switch kind {
        case .empty: break
        case .text: TextColumn.append(unquoted(spans, of: source), to: &bytes)
        case .integer: IntegerColumn.append(spans.map { integer(source[$0.range]) }, to: &bytes)
        case .commitment: for span in spans { bytes.append(contentsOf: source[span.range]) }
        case .decimal, .list, .file:
            append(
                spans.map { span in
                    guard let value = try? FieldValue(canonicalJSON: source[span.range]) else {
                        preconditionFailure("a packed value is canonical JSON")
                    }
                    return value
                }, kind: kind, to: &bytes)
        }
    }

    /// The texts that quoted ones stand for, left where they are as long as none has an escape.
    private static func unquoted(_ spans: [ByteSpan], of source: [UInt8]) -> Texts {
        let inner = spans.map { ByteSpan(Int($0.start) + 1, Int($0.end) - 1) }
        let hasEscape = source.withUnsafeBufferPointer { source in
            inner.contains { source[$0.range].contains(UInt8(ascii: "\\")) }
        }
        guard hasEscape else { return Texts(source, pieces: inner) }
        return Texts(
            spans.map { span in
                guard case .text(let text)? = try? FieldValue(canonicalJSON: source[span.range]) else {
                    preconditionFailure("a packed text is canonical JSON")
                }
                return text
            })
    }

    private static func integer(_ digits: ArraySlice<UInt8>) -> Int64 {
        guard let number = Int64(String(decoding: digits, as: UTF8.self)) else {
            preconditionFailure("a packed integer fits")
        }
        return number
    }

    private static func append(_ values: [FieldValue], kind: ValueKind, to bytes: inout [UInt8]) {
        switch kind {
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
        case .empty, .text, .integer, .commitment: preconditionFailure("these are written from their bytes")
        }
    }

    /// Reads values of the kinds that are rare.
    static func read(
        _ count: Int, kind: ValueKind, from cursor: inout ByteCursor
    ) throws(BundlesError) -> [FieldValue] {
        switch kind {
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
        case .empty, .text, .integer, .commitment: preconditionFailure("these are read as bytes")
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
        let mediaTypes = try TextColumn.readStrings(count, from: &cursor)
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
