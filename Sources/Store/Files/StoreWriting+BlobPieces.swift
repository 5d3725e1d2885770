import Bundles
import Crypto
import Foundation
import GRDB

extension StoreWriting {
    /// The largest blob that is kept.
    package static let blobBytesMax: Int64 = 64 << 20
    /// The most pieces of one blob that wait for what lies between them.
    private static let waitingPiecesMax = 1_024

    /// Takes in a piece of a blob that some record here names; when the last piece is there, the whole is checked
    /// against its name.
    ///
    /// Pieces are cut as their sender likes, and come in any order. What a record says of the size does not matter, and
    /// of pieces that overlap the newest counts: the name decides.
    ///
    /// - Parameter total: how large the blob is, as its sender says.
    /// - Returns: false where the pieces together are not what their name says; they are dropped.
    package func take(piece: [UInt8], of digest: [UInt8], offset: Int64, total: Int64) throws -> Bool {
        guard
            try integer("SELECT 1 FROM blob WHERE digest = ? AND content IS NULL", [Data(digest)]) != nil,
            total <= Self.blobBytesMax
        else { return true }
        guard
            piece.count <= BlobPiece.bytesMax, offset >= 0, offset <= total, Int64(piece.count) <= total - offset
        else { return false }
        try keep(piece, at: offset, of: digest)
        guard let pieces = try wholePieces(of: digest, bytes: total) else { return true }
        var hasher = SHA256()
        for piece in pieces { hasher.update(data: try content(of: piece)) }
        guard Array(hasher.finalize()) == digest else {
            try run("DELETE FROM blob_piece WHERE digest = ? AND offset < ?", [Data(digest), total])
            return false
        }
        try fill(blob: digest, bytes: total) { blob in
            for piece in pieces {
                try content(of: piece).withUnsafeBytes { try blob.write($0, at: piece.offset) }
            }
        }
        effects.photos += 1
        try run("DELETE FROM blob_piece WHERE digest = ?", [Data(digest)])
        return true
    }

    /// A piece of a blob that waits for the others, by its row.
    private struct WaitingPiece {
        let row: Int64
        let offset: Int64
        let bytes: Int64

        var end: Int64 { offset + bytes }
    }

    /// Keeps a piece over those that it overlaps, of which the rest stays, so that no byte is kept twice; and as one with
    /// its neighbours as far as a piece goes, so that few rows hold them.
    private func keep(_ piece: [UInt8], at offset: Int64, of digest: [UInt8]) throws {
        guard !piece.isEmpty else { return }
        let end = offset + Int64(piece.count)
        var (joined, start) = (piece, offset)
        var known = Int64.min
        for held in try waitingPieces(of: digest, from: offset - Int64(BlobPiece.bytesMax), through: end)
        where held.end >= offset {
            defer { known = max(known, held.end) }
            guard held.offset >= known else {
                // Older programs kept such as overlap side by side.
                try run("DELETE FROM blob_piece WHERE rowid = ?", [held.row])
                continue
            }
            let isNeighbour = held.end == offset || held.offset == end
            if isNeighbour, Int(held.bytes) + joined.count > BlobPiece.bytesMax { continue }
            let content = try content(of: held)
            let head = content.prefix(Int(max(0, offset - held.offset)))
            let tail = content.suffix(Int(max(0, held.end - end)))
            let isWithin = held.offset <= offset && held.end >= end
            if isWithin, start == offset, content.dropFirst(head.count).dropLast(tail.count).elementsEqual(piece) {
                return
            }
            try run("DELETE FROM blob_piece WHERE rowid = ?", [held.row])
            if head.count + joined.count <= BlobPiece.bytesMax {
                (joined, start) = (head + joined, min(start, held.offset))
            } else {
                try insert(Array(head), at: held.offset, of: digest)
            }
            if joined.count + tail.count <= BlobPiece.bytesMax {
                joined += tail
            } else {
                try insert(Array(tail), at: end, of: digest)
            }
        }
        let waiting = try integer("SELECT count(*) FROM blob_piece WHERE digest = ?", [Data(digest)]) ?? 0
        if waiting >= Self.waitingPiecesMax { try run("DELETE FROM blob_piece WHERE digest = ?", [Data(digest)]) }
        try insert(joined, at: start, of: digest)
    }

    private func insert(_ piece: [UInt8], at offset: Int64, of digest: [UInt8]) throws {
        try run(
            "INSERT OR REPLACE INTO blob_piece (digest, offset, content) VALUES (?, ?, ?)",
            [Data(digest), offset, Data(piece)])
    }

    /// The pieces of a blob that begin within these bounds, in order.
    private func waitingPieces(
        of digest: [UInt8], from first: Int64, through last: Int64
    ) throws -> [WaitingPiece] {
        try rows(
            """
            SELECT rowid, offset, length(content) FROM blob_piece WHERE digest = ? AND offset BETWEEN ? AND ?
            ORDER BY offset
            """, [Data(digest), first, last]
        ).map { WaitingPiece(row: try $0.read(0), offset: try $0.read(1), bytes: try $0.read(2)) }
    }

    /// The pieces of a blob, in order, where they are all there is of it; nil while any is missing.
    private func wholePieces(of digest: [UInt8], bytes: Int64) throws -> [WaitingPiece]? {
        var pieces: [WaitingPiece] = []
        var end: Int64 = 0
        while end < bytes {
            guard
                let row = try row(
                    "SELECT rowid, length(content) FROM blob_piece WHERE digest = ? AND offset = ?",
                    [Data(digest), end])
            else { return nil }
            // One that a sender of a larger size brought may go on beyond the end.
            let count = min(try row.read(1), bytes - end)
            guard count > 0 else { return nil }
            pieces.append(WaitingPiece(row: try row.read(0), offset: end, bytes: count))
            end += count
        }
        return pieces
    }

    private func content(of piece: WaitingPiece) throws -> [UInt8] {
        let content = try row("SELECT content FROM blob_piece WHERE rowid = ?", [piece.row])?.readBytes(0) ?? []
        return Array(content.prefix(Int(piece.bytes)))
    }
}
