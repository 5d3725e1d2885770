package import Bundles
package import Causality
import FieldRecords
import Foundation
import GRDB

/// A photo or another file, by its content.
package struct StoredBlob: Hashable, Sendable {
    /// SHA-256, 32 bytes.
    package let digest: [UInt8]
    package let bytes: Int64
}

extension StoreReading {
    /// The blobs that records of the places name: those held here, or those still missing.
    package func blobs(of places: [PlaceID], held: Bool) throws -> [StoredBlob] {
        try places.flatMap { place in
            try rows(
                """
                SELECT blob.digest, blob.bytes FROM blob JOIN blob_place ON blob_place.digest = blob.digest
                JOIN place ON place.id = blob_place.place
                WHERE place.node = ? AND place.notices = ? AND (content IS NOT NULL) = ? ORDER BY blob.rowid
                """, [place.nodeText, place.isNotices, held]
            ).map { StoredBlob(digest: try $0.readBytes(0), bytes: try $0.read(1)) }
        }
    }

    /// A piece of a blob that is held here.
    package func blobPiece(_ digest: [UInt8], offset: Int64, count: Int) throws -> [UInt8] {
        try Data.fetchOne(
            try db.cachedStatement(sql: "SELECT substr(content, ?, ?) FROM blob WHERE digest = ?"),
            arguments: [offset + 1, count, Data(digest)]
        ).map { [UInt8]($0) } ?? []
    }
}

extension StoreWriting {
    /// Keeps the content of a blob. It is part of a place once a record there names it.
    package func keep(blob digest: [UInt8], content: [UInt8]) throws {
        try run(
            """
            INSERT INTO blob (digest, bytes, content) VALUES (?, ?, ?)
            ON CONFLICT (digest) DO UPDATE SET content = excluded.content
            """, [Data(digest), Int64(content.count), Data(content)])
    }

    /// Notes the files that a change names: they belong to the place from now on, also once another value stands.
    func note(filesOf change: Change, placeRow: Int64) throws {
        for entry in change.writing?.patch.entries ?? [] {
            guard case .file(let file) = entry.value else { continue }
            try run("INSERT OR IGNORE INTO blob (digest, bytes) VALUES (?, ?)", [Data(file.digest), file.bytes])
            try run(
                "INSERT OR IGNORE INTO blob_place (place, digest) VALUES (?, ?)", [placeRow, Data(file.digest)])
        }
    }

    /// The largest blob that is kept.
    package static let blobBytesMax: Int64 = 64 << 20

    /// Takes in a piece of a blob that some record here names; when the last piece is there, the whole is checked
    /// against its name.
    ///
    /// - Returns: false where the pieces together are not what their name says; they are dropped.
    package func take(piece: [UInt8], of digest: [UInt8], offset: Int64, hash: ([UInt8]) -> [UInt8]) throws -> Bool {
        guard let row = try row("SELECT bytes, content IS NOT NULL FROM blob WHERE digest = ?", [Data(digest)]),
            !(try row.read(1) as Bool)
        else { return true }
        let total: Int64 = try row.read(0)
        guard total <= Self.blobBytesMax else { return true }
        guard offset >= 0, offset + Int64(piece.count) <= total else { return false }
        try run(
            "INSERT OR REPLACE INTO blob_piece (digest, offset, content) VALUES (?, ?, ?)",
            [Data(digest), offset, Data(piece)])
        let here = try integer("SELECT sum(length(content)) FROM blob_piece WHERE digest = ?", [Data(digest)]) ?? 0
        guard here >= total else { return true }
        var content: [UInt8] = []
        for piece in try rows("SELECT offset, content FROM blob_piece WHERE digest = ? ORDER BY offset", [Data(digest)])
        {
            guard try piece.read(0) == Int64(content.count) else { return true }
            content += try piece.readBytes(1)
        }
        guard Int64(content.count) == total else { return true }
        try run("DELETE FROM blob_piece WHERE digest = ?", [Data(digest)])
        guard hash(content) == digest else { return false }
        try keep(blob: digest, content: content)
        effects.photos += 1
        return true
    }
}

extension StoreReading {
    /// The blobs that changes of the ranges name.
    package func blobs(namedIn ranges: [LogRange]) throws -> Set<[UInt8]> {
        var digests: Set<[UInt8]> = []
        for range in ranges {
            guard let log = try logNumber(range.log) else { continue }
            let chunks = try rows(
                "SELECT first FROM chunk WHERE log = ? AND last >= ? AND first <= ? AND files = 1 ORDER BY first",
                [log, Int64(range.from), Int64(range.through)])
            for row in chunks {
                guard let chunk = try heldChunk(of: log, at: try row.readSequence(0)) else { continue }
                let packed = try packed(chunk)
                for (index, change) in packed.changes.enumerated() {
                    let number = chunk.first + UInt64(index)
                    guard number >= range.from, number <= range.through, change.setsFields, packed.namesFile(change)
                    else { continue }
                    for entry in packed.change(at: index).writing?.patch.entries ?? [] {
                        if case .file(let file) = entry.value { digests.insert(file.digest) }
                    }
                }
            }
        }
        return digests
    }
}
