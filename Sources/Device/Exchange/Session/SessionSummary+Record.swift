import Causality
package import Exchange
import FieldRecords
import Store

extension SessionSummary {
    /// As it stands in the `exchange` table.
    var record: JSONValue {
        .object([
            JSONMember("host", .bool(isHost)), JSONMember("done", .bool(report.ending == .done)),
            JSONMember("reason", reason.map { .string("\($0)") } ?? .null),
            JSONMember("sent", SessionSummary.json(sentRecords, changes: sentChanges, photos: sentPhotos)),
            JSONMember(
                "received",
                SessionSummary.json(received.records, changes: received.changes.applied, photos: received.photos)),
            JSONMember("upTo", upTo.map { .string($0) } ?? .null), JSONMember("left", .integer(Int64(changesLeft))),
        ])
    }

    /// Why it ended early.
    package var reason: Refusal.Reason? {
        switch report.ending {
        case .done, .lost: nil
        case .refused(let refusal), .refusedByPeer(let refusal): refusal.reason
        }
    }

    private static func json(_ records: ImportSummary.Records, changes: Int, photos: Int) -> JSONValue {
        .object([
            JSONMember("new", .integer(Int64(records.new))), JSONMember("edited", .integer(Int64(records.edited))),
            JSONMember("deleted", .integer(Int64(records.deleted))), JSONMember("changes", .integer(Int64(changes))),
            JSONMember("photos", .integer(Int64(photos))),
        ])
    }
}

extension SessionView {
    /// Reads what ``SessionSummary/record`` wrote; whatever is missing counts as nothing.
    init(_ stored: StoredExchange, own: Own) {
        let json = try? JSONValue(parsing: Array(stored.summary.utf8))
        func number(_ group: String, _ key: String) -> Int {
            guard case .integer(let number)? = json?[group]?[key] else { return 0 }
            return Int(number)
        }
        func records(_ group: String) -> ImportSummary.Records {
            .init(
                new: number(group, "new"), edited: number(group, "edited"), deleted: number(group, "deleted"))
        }
        var left = 0
        if case .integer(let number)? = json?["left"] { left = Int(number) }
        self.init(
            time: own.text(HybridTime(milliseconds: stored.time)), peer: stored.peer,
            isHost: json?["host"] == .bool(true), isDone: json?["done"] == .bool(true), reason: json?["reason"]?.text,
            sent: records("sent"), sentChanges: number("sent", "changes"), sentPhotos: number("sent", "photos"),
            received: records("received"), receivedChanges: number("received", "changes"),
            receivedPhotos: number("received", "photos"), upTo: json?["upTo"]?.text, changesLeft: left)
    }
}
