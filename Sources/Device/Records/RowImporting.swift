import Causality
import FieldRecords
import Store

/// One import of rows under way.
struct RowImporting {
    /// After so many rows progress is told, and records are written back if they take much memory.
    static let batchRows = 1_000

    let saving: Saving
    let place: String?
    let key: String?
    let fixedForm: String?
    private var ways: [String: Way] = [:]
    /// Rows of pairs of which a person said that they are two, once they were asked for.
    var distinct: Set<Set<Int64>>?

    /// How rows of one form become records.
    private final class Way {
        var reading: RowReading
        let place: PlaceID

        init(form: Form, place: PlaceID) {
            reading = RowReading(form: form)
            self.place = place
        }
    }

    init(saving: Saving, place: String?, key: String?, fixedForm: String?) {
        self.saving = saving
        self.place = place
        self.key = key
        self.fixedForm = fixedForm
    }

    /// Finds out whether rows of a form can be taken in at all, before any is read.
    mutating func begin(_ form: String) throws { _ = try way(form) }

    mutating func take(_ row: ImportRow, into outcome: inout RowImport) throws {
        do {
            if let fault = row.fault { throw DeviceError(.badData, what: fault, advice: fault) }
            switch try save(row, into: &outcome) {
            case .added: outcome.added += 1
            case .updated: outcome.updated += 1
            case .unchanged: outcome.unchanged += 1
            }
        } catch let error as FieldRecordsError {
            outcome.refused.append(.init(row: row.line, reason: error.what))
        } catch let error as DeviceError where error.kind == .badData {
            outcome.refused.append(.init(row: row.line, reason: error.what))
        }
    }

    private enum Fate {
        case added
        case updated
        case unchanged
    }

    private mutating func save(_ row: ImportRow, into outcome: inout RowImport) throws -> Fate {
        guard let name = fixedForm ?? row.form else {
            let what = Phrase(zh: "这一行没有写明表单", en: "the line does not name its form")
            throw DeviceError(.badData, what: what, advice: what)
        }
        let way = try way(name)
        let form = way.reading.form
        var extra: [Patch.Entry] = []
        var known: [StoredRecord] = []
        if let key {
            guard let value = row.text(key), !value.isEmpty else {
                let what = Phrase(zh: "这一行没有 \(key) 的值", en: "the row has no value for \(key)")
                throw DeviceError(.badData, what: what, advice: what)
            }
            extra = [Patch.Entry(name: StoreReading.importKeyField, value: .text(value))]
            known = try saving.session.records(importKey: value, form: name, place: way.place)
        }
        var values = try way.reading.values(row, isUpdate: !known.isEmpty)
        try saving.requireHeld(values, of: form, beside: known.first?.fields ?? [:])
        if let meant = known.first {
            if meant.isDeleted { return .unchanged }
            let corrected = try takeOutCorrected(from: &values, of: meant, form: form)
            if !corrected.isEmpty {
                let number = try Device.number(of: meant.name, in: saving.session)
                outcome.corrected.append(.init(row: row.line, number: number, fields: corrected))
            }
            let others = try others(known.dropFirst(), beside: meant, form: form, values: values)
            let (isChanged, more) = try saving.edit(
                meant, opened: OpenedForm(meant, number: ""), form: form, values: values,
                extra: others.marks, always: !others.merged.isEmpty)
            try settle(others, beside: meant, row: row, in: &outcome)
            note(more, row: row, in: &outcome.warnings)
            return isChanged ? .updated : .unchanged
        }
        let (_, more) = try saving.begin(form, values: values, extra: extra, at: way.place)
        note(more, row: row, in: &outcome.warnings)
        return .added
    }

    private func note(_ more: [Phrase], row: ImportRow, in warnings: inout [Phrase]) {
        warnings += more.map { Phrase(zh: "第 \(row.line) 行：\($0.zh)", en: "line \(row.line): \($0.en)") }
    }

    private mutating func way(_ name: String) throws -> Way {
        if let known = ways[name] { return known }
        let form = try Device.form(named: name, in: saving.session)
        try requireOpenKey(of: form)
        let way = Way(form: form, place: try saving.place(place, form: form))
        ways[name] = way
        return way
    }
}
