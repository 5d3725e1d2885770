import FieldRecords
import Foundation
import Store

/// The token of the feed, in a file of its own.
enum FeedToken {
    private static let randomBytes = 16

    /// The token in a file, which is made where there is none, for its owner's eyes only.
    static func kept(in path: String, random: (Int) -> [UInt8]) throws -> String {
        if let token = try read(path) { return token }
        let token = Hexadecimal.text(of: random(randomBytes))
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file < 0, errno == EEXIST, let other = try read(path) { return other }
        guard file >= 0 else { throw StoreError.notWritable(path: path, code: errno) }
        defer { close(file) }
        let bytes = Array((token + "\n").utf8)
        guard write(file, bytes, bytes.count) == bytes.count else {
            unlink(path)
            throw StoreError.notWritable(path: path, code: errno)
        }
        return token
    }

    /// Nil where there is no such file.
    private static func read(_ path: String) throws -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        chmod(path, 0o600)
        let token = String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
        guard token.utf8.count >= 2 * randomBytes else {
            throw StoreError.notAStore(path: path, reason: "too short a token")
        }
        return token
    }
}
