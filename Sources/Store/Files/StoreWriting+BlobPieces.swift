import Crypto
import Foundation
import GRDB

extension StoreWriting {
    /// The largest blob that is kept.
    package static let blobBytesMax: Int64 = 64 << 20

    /// Takes in a piece of a blob that some record here names; when the last piece is there, the whole is checked
    /// against its name.
    ///
    /// - Returns: false where the pieces together are not what their name says; they are dropped.
    package func take(piece: [UInt8], of digest: [UInt8], offset: Int64) throws -> Bool {
        guard
            let total = try integer("SELECT bytes FROM blob WHERE digest = ? AND content IS NULL", [Data(digest)])
        else { return true }
        guard total <= Self.blobBytesMax else { return true }
        guard offset >= 0, offset <= total, Int64(piece.count) <= total - offset else { return false }
        try run(
            "INSERT OR REPLACE INTO blob_piece (digest, offset, content) VALUES (?, ?, ?)",
            [Data(digest), offset, Data(piece)])
        guard let pieces = try wholePieces(of: digest, bytes: total) else { return true }
        var hasher = SHA256()
        for piece in pieces { hasher.update(data: try content(of: piece)) }
        let isSound = Array(hasher.finalize()) == digest
        if isSound {
            try fill(blob: digest, bytes: total) { blob in
                for piece in pieces {
                    try content(of: piece).withUnsafeBytes { try blob.write($0, at: piece.offset) }
                }
            }
            effects.photos += 1
        }
        try run("DELETE FROM blob_piece WHERE digest = ?", [Data(digest)])
        return isSound
    }

    /// A piece of a blob that waits for the others, by its row.
    private struct WaitingPiece {
        let row: Int64
        let offset: Int64
    }

    /// The pieces of a blob, in order, where they are all there is of it; nil while any is missing.
    private func wholePieces(of digest: [UInt8], bytes: Int64) throws -> [WaitingPiece]? {
        var pieces: [WaitingPiece] = []
        var end: Int64 = 0
        for row in try rows(
            "SELECT rowid, offset, length(content) FROM blob_piece WHERE digest = ? ORDER BY offset", [Data(digest)])
        {
            let piece = WaitingPiece(row: try row.read(0), offset: try row.read(1))
            guard piece.offset == end else { return nil }
            end += try row.read(2) as Int64
            // An empty one adds nothing, and there is nothing in it to read.
            if end > piece.offset { pieces.append(piece) }
        }
        return end == bytes ? pieces : nil
    }

    private func content(of piece: WaitingPiece) throws -> [UInt8] {
        try row("SELECT content FROM blob_piece WHERE rowid = ?", [piece.row])?.readBytes(0) ?? []
    }
}
