package import FieldRecords
import Store

/// A record as a person has it before their eyes, until they save.
///
/// What comes in meanwhile they have not seen: a save says so, and where it touches the same fields there are two
/// values, never one that was silently replaced.
package struct OpenedForm: Sendable {
    let seen: SeenRecord
    /// What stood in the form when it was opened.
    package let fields: [String: FieldValue]
    package let conflicts: [String]

    package var number: String { seen.number }
    /// What its author had seen of the place; nil for all that is applied when it is saved.
    var context: OpenedContext? { seen.context }

    init(_ record: StoredRecord, number: String, context: OpenedContext? = nil) {
        self.init(
            SeenRecord(number: number, record: record.name, context: context), fields: record.fields,
            conflicts: record.conflicts)
    }

    init(_ seen: SeenRecord, fields: [String: FieldValue], conflicts: [String]) {
        self.seen = seen
        self.fields = fields
        self.conflicts = conflicts
    }
}

extension Device {
    /// Opens the form of a record, to save it later with ``editRecord(_:typed:files:by:language:)``.
    package func openForm(number: String) throws -> OpenedForm {
        try read { reading, _ in
            let record = try Device.record(numbered: number, in: reading)
            try Device.requireStanding(record)
            return OpenedForm(record, number: number, context: try reading.openedContext(of: record.place))
        }
    }

    static func requireStanding(_ record: StoredRecord) throws {
        guard record.isDeleted else { return }
        throw DeviceError(
            .badData, what: Phrase(zh: "这条记录已删除", en: "this record is deleted"),
            advice: Phrase(zh: "先用 yilu record undelete 恢复它。", en: "Take that back first with yilu record undelete."))
    }
}
