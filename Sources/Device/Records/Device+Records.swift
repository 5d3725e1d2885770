import Causality
import FieldRecords
import Store

extension Device {
    /// Stands for a personal value outside the place it belongs to.
    static let maskText = "•••"

    package func record(number: String, showPersonal: Bool) throws -> RecordView {
        try read { reading, own in
            try Device.view(
                try Device.record(numbered: number, in: reading), in: reading, own: own, showPersonal: showPersonal)
        }
    }

    /// Gives records one by one, in the order in which they came to this device.
    package func records(
        form: String?, place: String?, where expression: String?, limit: Int?, includeDeleted: Bool,
        showPersonal: Bool, _ each: (RecordView) throws -> Void
    ) throws {
        try read { reading, own in
            let filter = try expression.map { try Expression($0) }
            var query = RecordQuery(form: form, includeDeleted: includeDeleted)
            if let form { _ = try Device.form(named: form, in: reading) }
            query.place = try place.map {
                PlaceID(node: try Device.node($0, in: try reading.nodes()).id, isNotices: form == "notice")
            }
            let moment = own.moment(environment.now())
            var count = 0
            try reading.records(query) { record in
                if let limit, count >= limit { return false }
                if let filter {
                    let scope = ExpressionScope(
                        moment: moment, column: { _ in "" }, field: { record.fields[$0] ?? .empty })
                    guard try filter.value(in: scope).isTrue else { return true }
                }
                count += 1
                try each(try Device.view(record, in: reading, own: own, showPersonal: showPersonal))
                return true
            }
        }
    }

    static func view(
        _ record: StoredRecord, in reading: StoreReading, own: Own, showPersonal: Bool
    ) throws -> RecordView {
        let nodes = try reading.nodes()
        let form = try? Device.form(named: record.form.name, in: reading)
        let position = Dictionary(
            uniqueKeysWithValues: (form?.fields ?? []).enumerated().map { ($0.element.name, $0.offset) })
        let fields = try record.fields.filter { !$0.key.hasPrefix("_") }
            .sorted { (position[$0.key] ?? .max, $0.key) < (position[$1.key] ?? .max, $1.key) }
            .map { name, value in
                let mask = try masks(name, of: record, in: reading, own: own, showPersonal: showPersonal)
                return (name: name, value: mask ? FieldValue.text(maskText) : value)
            }
        return RecordView(
            number: try number(of: record.name, in: reading), form: record.form.name, version: record.form.version,
            place: nodes.first { $0.id == record.place.node }?.code ?? "\(record.place)", fields: fields,
            conflicts: record.conflicts.isEmpty
                ? [] : try conflicts(of: record, in: reading, own: own, showPersonal: showPersonal),
            isDeleted: record.isDeleted, isErased: record.isErased)
    }

    /// Personal values are shown at their own place; elsewhere only to who asks for them by name.
    static func masks(
        _ field: String, of record: StoredRecord, in reading: StoreReading, own: Own, showPersonal: Bool
    ) throws -> Bool {
        guard !showPersonal, record.place.node != own.node else { return false }
        return try Device.form(named: record.form.name, in: reading).field(field)?.isPersonal == true
    }

    /// All that happened to a record, oldest first.
    package func history(number: String) throws -> [HistoryEntry] {
        try read { reading, own in
            let record = try Device.record(numbered: number, in: reading)
            return try reading.changes(ofRecord: record.row).map { entry in
                try Device.historyEntry(entry, of: record, in: reading, own: own)
            }
        }
    }

    private static func historyEntry(
        _ entry: StoreReading.RecordChange, of record: StoredRecord, in reading: StoreReading, own: Own
    ) throws -> HistoryEntry {
        var fields = entry.change.writing?.patch.entries.map { (name: $0.name, value: $0.value) } ?? []
        var erased: [String] = []
        switch entry.change.writing?.personal {
        case .kept(let values, _)?:
            fields += try values.entries.map {
                let mask = try masks($0.name, of: record, in: reading, own: own, showPersonal: false)
                return (name: $0.name, value: mask ? .text(maskText) : $0.value)
            }
        case .erased(let commitments)?: erased = commitments.map(\.name)
        case nil: break
        }
        return HistoryEntry(
            dot: try text(of: entry.dot, in: reading), time: own.text(entry.change.time), by: entry.change.author,
            replica: try reading.label(entry.dot.log.replica) ?? "?", kind: "\(entry.change.kind)",
            isSettlement: entry.change.isSettlement, fields: fields.filter { !$0.name.hasPrefix("_") },
            erasedFields: erased, void: entry.void)
    }
}
