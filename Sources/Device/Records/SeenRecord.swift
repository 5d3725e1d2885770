import Causality
import FieldRecords
import Store

/// A record as a person has it before their eyes who decides about it: deletes it, brings it back, settles it, merges it.
///
/// What comes in meanwhile they have not seen, so it is not decided on: it stands beside what they decided.
package struct SeenRecord: Sendable {
    package let number: String
    /// The record itself, whatever its number is by the time it is decided on.
    let record: RecordID
    /// What its reader had seen of the place; nil for all that is applied when it is decided on.
    let context: OpenedContext?
}

extension Device {
    /// A record as it stands now, to decide about it later. Ask before the record is read that is shown: what comes in
    /// between then counts as not seen.
    package func seenRecord(number: String) throws -> SeenRecord {
        try read { reading, _ in
            try Device.seenRecord(try Device.record(numbered: number, in: reading), in: reading)
        }
    }

    static func seenRecord(_ record: StoredRecord, in reading: StoreReading) throws -> SeenRecord {
        SeenRecord(
            number: try number(of: record.name, in: reading), record: record.name,
            context: try reading.openedContext(of: record.place))
    }

    /// Decides about a record as somebody has seen it.
    func change<Result>(
        _ seen: SeenRecord, by author: String?, _ body: (Saving, StoredRecord) throws -> Result
    ) throws -> Result {
        try save(by: author) { try body($0, try Device.meant(seen, in: $0.session)) }
    }

    /// The record that somebody had before their eyes, whichever number it has now: its log may have given way to another
    /// since, which has another record under that name.
    static func meant(_ seen: SeenRecord, in session: StoreWriting) throws -> StoredRecord {
        let record = try Device.record(seen.record, numbered: seen.number, in: session)
        guard let context = seen.context,
            let names = try session.names(of: record.name, at: record.place, opened: context)
        else { return record }
        guard let name = names.first, let meant = try session.record(name) else {
            throw DeviceError(
                .badData,
                what: Phrase(
                    zh: "打开的那条记录已换号，新号还没传到这里", en: "the record that was open gets another number, not yet known here"),
                advice: Phrase(zh: "请同步后重新打开这条记录。", en: "Exchange, then open the record again."))
        }
        return meant
    }
}
