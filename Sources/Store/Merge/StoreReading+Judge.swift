package import Causality
package import FieldRecords
import GRDB

extension StoreReading {
    /// Chooses what a record shows, from the writes that stand.
    ///
    /// Of several, the one with the later hybrid time, then the larger dot: the same on every device. Different values
    /// are a conflict; equal ones are one value, told twice.
    func judge(_ record: WorkingRecord) throws {
        var conflicts: [String] = []
        for field in record.staleFields.union(record.stamps.pluralFields) {
            let siblings = try siblings(of: field, in: record)
            let name = try storedFieldName(field)
            guard let shown = siblings.max(by: { ($0.time, $0.dot) < ($1.time, $1.dot) }) else { continue }
            record.show(shown.value, in: field, names: fieldNames)
            if Set(siblings.map(\.value)).count > 1 { conflicts.append(name) }
        }
        switch try record.stamps.deletion(contextOf: { try context(of: $0) }) {
        case .none: record.isDeleted = false
        case .deleted: record.isDeleted = true
        case .disputed:
            record.isDeleted = false
            conflicts.append(FieldName.deletion)
        }
        record.conflicts = conflicts.sorted()
        record.staleFields = []
    }

    /// The writes that stand in a field, with their values.
    func siblings(of field: Int64, in record: WorkingRecord) throws -> [StandingWrite] {
        let name = try storedFieldName(field)
        return try (record.stamps[field]?.dots ?? []).map { dot in
            guard let stored = try storedChange(dot) else {
                throw StoreError.notAStore(path: "record.stamps", reason: "no change \(dot.sequence)")
            }
            return StandingWrite(
                dot: Dot(log: try logName(row: dot.log), sequence: dot.sequence),
                value: stored.change.writing?[name] ?? .empty, time: stored.change.time, author: stored.change.author)
        }
    }
}

/// One of the writes that stand in a field.
package struct StandingWrite: Sendable {
    package let dot: Dot<LogID>
    package let value: FieldValue
    package let time: HybridTime
    package let author: String

    package init(dot: Dot<LogID>, value: FieldValue, time: HybridTime, author: String) {
        self.dot = dot
        self.value = value
        self.time = time
        self.author = author
    }
}
