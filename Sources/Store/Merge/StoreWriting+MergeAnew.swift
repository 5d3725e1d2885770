import Causality
import FieldRecords
import Foundation
import GRDB

extension StoreWriting {
    /// Merges all that is held at a place from the beginning.
    func mergeAnew(placeRow: Int64) throws {
        try flush()
        let counted = effects
        try forgetMerge(placeRow: placeRow)
        try applyHeld(placeRow: placeRow)
        try flush()
        effects = counted
    }

    /// Takes back all that was merged at a place, so that it can be merged anew.
    private func forgetMerge(placeRow: Int64) throws {
        try run("DELETE FROM import_key WHERE place = ?", [placeRow])
        try run(
            """
            UPDATE record SET form = NULL, version = NULL, fields = '{}', stamps = NULL, conflicts = NULL, deleted = 0,
                changes = NULL
            WHERE place = ?
            """, [placeRow])
        try run("UPDATE place SET digest = ?, records = 0 WHERE id = ?", [Data(count: 32), placeRow])
        for row in try rows("SELECT id FROM log WHERE place = ?", [placeRow]) {
            try run("DELETE FROM void WHERE log = ?", [try row.read(0) as Int64])
            try forgetContexts(ofLog: try row.read(0))
        }
        try run("UPDATE log SET applied = 0, stopped = NULL WHERE place = ?", [placeRow])
        try forgetLogs()
        records.removeAll()
    }
}
