import Bundles
import Causality
import Foundation
import GRDB

extension StoreWriting {
    /// Forgets the missing files of a place that no change names any more which counts or may come to: nobody need look
    /// for them. What is held stays.
    func forgetUnnamedFiles(of place: PlaceID) throws {
        let missing = try blobs(of: [place], held: false)
        guard !missing.isEmpty, let placeRow = try placeRow(place) else { return }
        let kept = try logRows(of: [place]).filter { $0.filesKeptThrough > 0 }.map {
            LogRange(log: $0.name, from: 1, through: $0.filesKeptThrough)
        }
        let named = try blobs(namedIn: kept)
        for blob in missing where !named.contains(blob.digest) {
            let digest = Data(blob.digest)
            try run("DELETE FROM blob_place WHERE place = ? AND digest = ?", [placeRow, digest])
            guard try integer("SELECT 1 FROM blob_place WHERE digest = ?", [digest]) == nil else { continue }
            try run("DELETE FROM blob WHERE digest = ?", [digest])
            try run("DELETE FROM blob_piece WHERE digest = ?", [digest])
        }
    }
}
