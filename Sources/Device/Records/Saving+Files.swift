import Crypto
package import FieldRecords
import Foundation
import Store

extension Saving {
    /// Keeps a file as a blob.
    func keep(file path: String) throws -> FieldValue {
        // What it says of its size is not asked: a pipe says none.
        let input = try InputFile(path: path)
        var content: [UInt8] = []
        while case let piece = try input.read(1 << 20), !piece.isEmpty {
            content += piece
            guard content.count <= StoreWriting.blobBytesMax else {
                throw DeviceError(
                    .badData, what: Phrase(zh: "\(path) 超过 64 MiB", en: "\(path) is larger than 64 MiB"),
                    advice: Phrase(zh: "请先缩小照片。", en: "Make the photo smaller first."))
            }
        }
        guard !content.isEmpty else {
            throw DeviceError(
                .badData, what: Phrase(zh: "\(path) 是空的", en: "\(path) is empty"),
                advice: Phrase(zh: "请重新拷贝这张照片。", en: "Copy the photo again."))
        }
        return .file(try session.keep(content))
    }

    /// A record may only name a file that is here: nobody else could ever bring it.
    func requireHeld(_ file: FileReference) throws {
        guard try session.blob(file.digest)?.bytes == file.bytes else {
            throw DeviceError(
                .badData, what: Phrase(zh: "没有这张照片", en: "there is no such photo here"),
                advice: Phrase(zh: "请重新添加照片。", en: "Add the photo again."))
        }
    }

    /// The same of all values of a row; what the record says already is no news of this row.
    func requireHeld(_ values: FormValues, of form: Form, beside known: [String: FieldValue]) throws {
        for (field, value) in zip(form.fields, values) {
            guard let value, case .file(let file) = value, known[field.name] != value else { continue }
            try Device.requireTravels(field)
            try requireHeld(file)
        }
    }
}

extension StoreWriting {
    /// Keeps a content as a blob and names it.
    func keep(_ content: [UInt8]) throws -> FileReference {
        let digest = Array(SHA256.hash(data: content))
        try keep(blob: digest, content: content)
        return FileReference(digest: digest, bytes: Int64(content.count), mediaType: Device.mediaType(content))
    }
}

extension Device {
    /// The largest photo that a page may send.
    package static let photoBytesMax = 16 << 20

    /// Keeps a photo that a record saved later will name.
    ///
    /// - Throws: `DeviceError` for what is no picture, by its first bytes.
    package func keepPhoto(_ content: [UInt8]) throws -> FileReference {
        guard Device.mediaType(content).hasPrefix("image/"), content.count <= Device.photoBytesMax else {
            throw DeviceError(
                .badData, what: Phrase(zh: "这不是照片，或者太大", en: "this is no picture, or too large"),
                advice: Phrase(zh: "请选一张 JPEG 或 PNG 照片。", en: "Choose a JPEG or PNG."))
        }
        return try write { session, _ in try session.keep(content) }
    }

    /// A photo that a record names, with its kind; nil where it is not here (yet).
    package func photo(digest text: String) throws -> (content: [UInt8], mediaType: String)? {
        guard let digest = Hexadecimal.bytes(text), digest.count == 32 else { return nil }
        return try read { reading, _ -> (content: [UInt8], mediaType: String)? in
            guard let blob = try reading.blob(digest) else { return nil }
            let content = try reading.blobPiece(digest, offset: 0, count: Int(clamping: blob.bytes))
            return (content, Device.mediaType(content))
        }
    }
}

extension Device {
    /// The kind of a file, told by its first bytes.
    static func mediaType(_ content: [UInt8]) -> String {
        if content.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if content.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if content.starts(with: Array("GIF8".utf8)) { return "image/gif" }
        if content.starts(with: Array("RIFF".utf8)), content.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            return "image/webp"
        }
        if content.starts(with: Array("%PDF".utf8)) { return "application/pdf" }
        return "application/octet-stream"
    }
}
