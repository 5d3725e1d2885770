import Causality
import Foundation
import GRDB

extension StoreWriting {
    /// Enrols the heirs of the root's devices that wait, where those whom they succeed are enrolled, or were.
    ///
    /// A host that was restored cannot wait for a host: its old key's word is enough, for everybody. It succeeds to what
    /// the host enrolled, and to no other invitation that the old key may have used. The heir and the word on whom it
    /// succeeds come in any order, and what others wrote once they knew of both waits for them: so it is asked whenever
    /// somebody is met, and whenever something was said of a device.
    ///
    /// - Returns: the rows of those that were enrolled now.
    @discardableResult
    package func enrolHeirsAtRoot() throws -> Set<Int64> {
        guard let root = try text(.rootNode).flatMap({ UInt64($0, radix: 16) }) else { return [] }
        var enrolled: Set<Int64> = []
        // An heir's heirs come after it.
        while true {
            let heirs = try Int64.fetchAll(
                db,
                sql: """
                    SELECT heir.id FROM replica AS heir JOIN replica AS old ON old.id = heir.predecessor
                    WHERE heir.standing = ? AND heir.node = ? AND old.node = heir.node AND old.serial = heir.serial
                        AND old.standing IN (?, ?)
                    """,
                arguments: [
                    Standing.waiting.rawValue, PlaceID(node: root).nodeText, Standing.enrolled.rawValue,
                    Standing.superseded.rawValue,
                ])
            guard !heirs.isEmpty else { break }
            for heir in heirs { try setStanding(.enrolled, label: nil, row: heir) }
            enrolled.formUnion(heirs)
        }
        for heir in enrolled.sorted() {
            let places = try Int64.fetchAll(db, sql: "SELECT place FROM log WHERE replica = ?", arguments: [heir])
            for place in places { try applyHeld(placeRow: place) }
        }
        return enrolled
    }
}
