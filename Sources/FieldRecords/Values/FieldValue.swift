/// What one field of a record holds.
///
/// A value is what a person meant, not how it was typed: `十五` in a number field is refused by the form before it
/// becomes a value, and a choice is its code, never its label. Dates and times are text in ISO 8601 as ODK writes them
/// (`2023-11-08`, `09:30`, `2023-11-08T09:30:00+08:00`), positions are ODK's `latitude longitude altitude accuracy`.
public enum FieldValue: Hashable, Sendable {
    /// The field was cleared, or never filled in. In JSON: `null`.
    case empty
    case text(String)
    case integer(Int64)
    /// Always finite: JSON has no other numbers.
    case decimal(Double)
    /// The codes chosen in a `select_multiple`, in the order of the form.
    case list([String])
    /// A photo or another file, kept outside the record as a blob.
    case file(FileReference)
}

/// Names a blob by its content.
public struct FileReference: Hashable, Sendable {
    /// SHA-256 of the content, 32 bytes.
    public let digest: [UInt8]
    /// Size of the content.
    public let bytes: Int64
    /// An Internet media type, such as `image/jpeg`.
    public let mediaType: String

    /// - Precondition: `digest` has 32 bytes and `bytes` is not negative.
    public init(digest: [UInt8], bytes: Int64, mediaType: String) {
        precondition(digest.count == 32 && bytes >= 0, "a file reference is a SHA-256 and a size")
        self.digest = digest
        self.bytes = bytes
        self.mediaType = mediaType
    }
}
