import Causality
import FieldRecords
import Store

extension Device {
    package func record(number: String, showPersonal: Bool) throws -> RecordView {
        try read { reading, own in
            try Device.view(
                try Device.record(numbered: number, in: reading),
                naming: try RecordNaming(reading, own, showPersonal: showPersonal))
        }
    }

    /// Gives records one by one, in the order in which they came to this device.
    ///
    /// - Parameters:
    ///   - expression: a condition as ``RecordFilter`` takes it; a name that is no field is refused.
    ///   - each: what it throws ends the reading, and is thrown as it is.
    package func records(
        form: String?, place: String?, where expression: String?, limit: Int?, includeDeleted: Bool,
        showPersonal: Bool, _ each: (RecordView) throws -> Void
    ) throws {
        try read(handing: each) { reading, own, hand in
            var query = RecordQuery(form: form, includeDeleted: includeDeleted)
            if let form { _ = try Device.form(named: form, in: reading) }
            query.place = try place.map {
                PlaceID(node: try Device.node($0, in: try reading.nodes()).id, isNotices: form == "notice")
            }
            let filter = try expression.map {
                try RecordFilter(
                    $0, forms: try reading.formHistories().filter { form == nil || $0.name == form },
                    moment: own.moment(environment.now()))
            }
            let naming = try RecordNaming(reading, own, showPersonal: showPersonal)
            var count = 0
            try reading.records(query) { record in
                if let limit, count >= limit { return false }
                guard try filter?.keeps(record) ?? true else { return true }
                count += 1
                try hand(try Device.view(record, naming: naming))
                return true
            }
        }
    }

    static func view(_ record: StoredRecord, naming: RecordNaming) throws -> RecordView {
        let order = (naming.form(record.form.name)?.fields ?? []).enumerated().map { ($0.element.name, $0.offset) }
        let position = Dictionary(uniqueKeysWithValues: order)
        let fields = try record.fields.filter { !$0.key.hasPrefix("_") }
            .sorted { (position[$0.key] ?? .max, $0.key) < (position[$1.key] ?? .max, $1.key) }
            .map { name, value in
                (name: name, value: try naming.masks(name, of: record) ? FieldValue.text(PersonalMask.text) : value)
            }
        return RecordView(
            number: try naming.number(record.name), form: record.form.name, version: record.form.version,
            place: naming.code(record.place), fields: fields,
            conflicts: record.conflicts.isEmpty ? [] : try conflicts(of: record, naming: naming),
            isDeleted: record.isDeleted, isErased: record.isErased,
            mergedInto: record.isDeleted ? try naming.mergedInto(record.name) : [])
    }

    /// All that happened to a record, oldest first.
    package func history(number: String) throws -> [HistoryEntry] {
        try read { reading, own in
            let record = try Device.record(numbered: number, in: reading)
            let naming = try RecordNaming(reading, own)
            return try reading.changes(ofRecord: record.row).map {
                try Device.historyEntry($0, of: record, naming: naming)
            }
        }
    }

    private static func historyEntry(
        _ entry: StoreReading.RecordChange, of record: StoredRecord, naming: RecordNaming
    ) throws -> HistoryEntry {
        func shown(_ entry: Patch.Entry) throws -> (name: String, value: FieldValue) {
            (entry.name, try naming.masks(entry.name, of: record) ? .text(PersonalMask.text) : entry.value)
        }
        var fields = try entry.change.writing?.patch.entries.map(shown) ?? []
        var erased: [String] = []
        switch entry.change.writing?.personal {
        case .kept(let values, _)?:
            fields += try values.entries.map(shown)
        case .erased(let commitments)?: erased = commitments.map(\.name)
        case nil: break
        }
        return HistoryEntry(
            dot: try naming.text(entry.dot), time: naming.own.text(entry.change.time), by: entry.change.author,
            replica: try naming.label(entry.dot.log.replica), kind: "\(entry.change.kind)",
            isSettlement: entry.change.isSettlement, fields: fields.filter { !$0.name.hasPrefix("_") },
            erasedFields: erased, void: entry.void)
    }
}
