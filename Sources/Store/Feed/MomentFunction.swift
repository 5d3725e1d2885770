import FieldRecords
import GRDB

/// A function of SQL that tells the point in time which a text stands for: `moment('2023-11-08T09:30:00', 480)`.
///
/// SQLite's own functions take a time without an offset for one of UTC, and know fewer spellings than this program.
enum MomentFunction {
    static let name = "moment"

    /// Milliseconds since 1970-01-01T00:00Z of a text and the minutes east of UTC that it is in where it does not say;
    /// NULL for what is no date with a time.
    static func add(to db: Database) {
        db.add(
            function: DatabaseFunction(name, argumentCount: 2, pure: true) { values in
                guard let text = String.fromDatabaseValue(values[0]), let offset = Int.fromDatabaseValue(values[1])
                else { return nil }
                return Moment(text)?.located(atOffsetMinutes: offset).millisecondsSinceEpoch
            })
    }
}
