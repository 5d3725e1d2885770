import Crypto
import FieldRecords
import Foundation
import Store

extension Saving {
    /// Keeps a file as a blob.
    func keep(file path: String) throws -> FieldValue {
        let input = try InputFile(path: path)
        guard input.totalBytes <= StoreWriting.blobBytesMax else {
            throw DeviceError(
                .badData, what: Phrase(zh: "\(path) 超过 64 MiB", en: "\(path) is larger than 64 MiB"),
                advice: Phrase(zh: "请先缩小照片。", en: "Make the photo smaller first."))
        }
        var content: [UInt8] = []
        while case let piece = try input.read(1 << 20), !piece.isEmpty { content += piece }
        let digest = Array(SHA256.hash(data: content))
        try session.keep(blob: digest, content: content)
        return .file(
            FileReference(digest: digest, bytes: Int64(content.count), mediaType: Device.mediaType(content)))
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
