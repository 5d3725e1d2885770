import FieldRecords
import Sticks
import Store

/// What a device writes down of a bundle that it wrote on a stick: enough to know it again, byte by byte, and to know
/// which photos it carries.
struct SentNote {
    let written: Stick.Written
    /// SHA-256 digests.
    let photos: [[UInt8]]

    init(written: Stick.Written, photos: [[UInt8]]) {
        self.written = written
        self.photos = photos
    }

    /// Nil where it was never noted.
    init?(_ reading: StoreReading, bundle id: [UInt8]) throws {
        guard let note = try reading.noteOfSent(bundle: id), let value = SentNote.parsed(note),
            let digest = value["sha256"]?.text.flatMap({ Hexadecimal.bytes($0) }),
            case .integer(let bytes)? = value["bytes"]
        else { return nil }
        written = Stick.Written(digest: digest, bytes: bytes)
        photos = SentNote.photos(in: value)
    }

    /// The photos that the latest bundles for somebody carried.
    static func photosSent(_ reading: StoreReading, to peer: String) throws -> Set<[UInt8]> {
        let notes = try reading.notesOfSent(to: peer, latest: notesMax)
        return notes.reduce(into: []) { all, note in
            if let value = parsed(note) { all.formUnion(photos(in: value)) }
        }
    }

    private static let notesMax = 64
    private static let limits = JSONLimits(bytesMax: 16 << 20)

    private static func parsed(_ note: String) -> JSONValue? {
        try? JSONValue(parsing: Array(note.utf8), limits: limits)
    }

    private static func photos(in value: JSONValue) -> [[UInt8]] {
        (value["carries"]?.elements ?? []).compactMap { $0.text.flatMap { Hexadecimal.bytes($0) } }
    }

    /// As it is stored.
    func json(file: String, changes: Int) -> String {
        JSONValue.object([
            JSONMember("way", "stick"), JSONMember("file", .string(file)),
            JSONMember("changes", .integer(Int64(changes))), JSONMember("photos", .integer(Int64(photos.count))),
            JSONMember("bytes", .integer(written.bytes)),
            JSONMember("sha256", .string(Hexadecimal.text(of: written.digest))),
            JSONMember("carries", .array(photos.map { .string(Hexadecimal.text(of: $0)) })),
        ]).compact
    }
}
