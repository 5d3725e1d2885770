import Bundles
import Causality
import Foundation
import GRDB

extension StoreWriting {
    /// Forgets the missing files of a place that no counting change names any more: nobody need look for them. What is
    /// held stays.
    func forgetUnnamedFiles(of place: PlaceID) throws {
        let missing = try blobs(of: [place], held: false)
        guard !missing.isEmpty, let placeRow = try placeRow(place) else { return }
        let counting = try logRows(of: [place]).compactMap { log in
            let through = min(log.applied, log.cut ?? .max)
            return through > 0 ? LogRange(log: log.name, from: 1, through: through) : nil
        }
        let named = try blobs(namedIn: counting)
        for blob in missing where !named.contains(blob.digest) {
            let digest = Data(blob.digest)
            try run("DELETE FROM blob_place WHERE place = ? AND digest = ?", [placeRow, digest])
            guard try integer("SELECT 1 FROM blob_place WHERE digest = ?", [digest]) == nil else { continue }
            try run("DELETE FROM blob WHERE digest = ?", [digest])
            try run("DELETE FROM blob_piece WHERE digest = ?", [digest])
        }
    }
}
