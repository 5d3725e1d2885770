import Bundles
package import Causality
import FieldRecords
import Foundation
import GRDB

/// A photo or another file, by its content.
package struct StoredBlob: Hashable, Sendable {
    /// SHA-256, 32 bytes.
    package let digest: [UInt8]
    /// Of one that is held its size; else what the change that first named it says.
    package let bytes: Int64
}

extension StoreReading {
    /// The blobs that records of the places name: those held here, or those still missing.
    package func blobs(of places: [PlaceID], held: Bool) throws -> [StoredBlob] {
        try places.flatMap { place in
            // As a condition by itself: as a value, to be compared, SQLite reads the whole photo for it.
            try rows(
                """
                SELECT blob.digest, coalesce(length(content), blob.bytes) FROM blob
                JOIN blob_place ON blob_place.digest = blob.digest JOIN place ON place.id = blob_place.place
                WHERE place.node = ? AND place.notices = ? AND content IS \(held ? "NOT NULL" : "NULL")
                ORDER BY blob.rowid
                """, [place.nodeText, place.isNotices]
            ).map { StoredBlob(digest: try $0.readBytes(0), bytes: try $0.read(1)) }
        }
    }

    /// How many blobs that records of the places name are held here.
    package func heldBlobs(of places: [PlaceID]) throws -> Int {
        let rows = try places.compactMap { try placeRow($0) }.map(String.init).joined(separator: ",")
        let named = "SELECT DISTINCT digest FROM blob_place WHERE place IN (\(rows))"
        let missing = "SELECT digest FROM blob WHERE content IS NULL"
        return Int(try integer("SELECT count(*) FROM (\(named)) WHERE digest NOT IN (\(missing))") ?? 0)
    }

    /// How many of some blobs are held here and named by records of the places.
    package func heldBlobs(of places: [PlaceID], among digests: Set<[UInt8]>) throws -> Int {
        guard !digests.isEmpty else { return 0 }
        let places = try places.compactMap { try placeRow($0) }
        return try digests.count { digest in
            guard try heldBlobRow(digest) != nil else { return false }
            return try places.contains { place in
                try integer("SELECT 1 FROM blob_place WHERE place = ? AND digest = ?", [place, Data(digest)]) != nil
            }
        }
    }

    /// A piece of a blob that is held here; empty beyond its end.
    package func blobPiece(_ digest: [UInt8], offset: Int64, count: Int) throws -> [UInt8] {
        guard let row = try heldBlobRow(digest) else { return [] }
        return try OpenBlob("content", of: "blob", row: row, isWritable: false, db: db).read(
            at: offset, countMax: count)
    }

    /// Gives a blob that is held here piece by piece, with where each begins.
    ///
    /// - Parameters:
    ///   - bytes: its size, as it was told before.
    ///   - count: of all pieces but the last.
    package func blobPieces(
        _ digest: [UInt8], bytes: Int64, count: Int, _ each: (Int64, [UInt8]) throws -> Void
    ) throws {
        guard bytes > 0 else { return }
        guard let row = try heldBlobRow(digest) else { throw StoreError.notAStore(path: "blob", reason: "cut off") }
        let blob = try OpenBlob("content", of: "blob", row: row, isWritable: false, db: db)
        guard blob.bytes >= bytes else { throw StoreError.notAStore(path: "blob", reason: "cut off") }
        for offset in stride(from: 0, to: bytes, by: count) {
            try each(offset, try blob.read(at: offset, countMax: count))
        }
    }

    func heldBlobRow(_ digest: [UInt8]) throws -> Int64? {
        try integer("SELECT rowid FROM blob WHERE digest = ? AND content IS NOT NULL", [Data(digest)])
    }
}

extension StoreWriting {
    /// Keeps the content of a blob. It is part of a place once a record there names it.
    package func keep(blob digest: [UInt8], content: [UInt8]) throws {
        try fill(blob: digest, bytes: Int64(content.count)) { blob in
            try content.withUnsafeBytes { if !$0.isEmpty { try blob.write($0, at: 0) } }
        }
    }

    /// Makes room for the content of a blob and hands it over to be written.
    func fill(blob digest: [UInt8], bytes: Int64, _ write: (borrowing OpenBlob) throws -> Void) throws {
        try run(
            """
            INSERT INTO blob (digest, bytes, content) VALUES (?1, ?2, zeroblob(?2))
            ON CONFLICT (digest) DO UPDATE SET bytes = excluded.bytes, content = excluded.content
            """, [Data(digest), bytes])
        guard let row = try integer("SELECT rowid FROM blob WHERE digest = ?", [Data(digest)]) else {
            throw StoreError.unknown(what: "blob")
        }
        try write(OpenBlob("content", of: "blob", row: row, isWritable: true, db: db))
    }

    /// Notes the files that a change names: they belong to the place from now on, also once another value stands.
    func note(filesOf packed: PackedChanges, at index: Int, placeRow: Int64) throws {
        guard packed.changes[index].setsFields, packed.namesFile(packed.changes[index]) else { return }
        for entry in packed.change(at: index).writing?.patch.entries ?? [] {
            guard case .file(let file) = entry.value else { continue }
            try run("INSERT OR IGNORE INTO blob (digest, bytes) VALUES (?, ?)", [Data(file.digest), file.bytes])
            try run(
                "INSERT OR IGNORE INTO blob_place (place, digest) VALUES (?, ?)", [placeRow, Data(file.digest)])
        }
    }
}
