import Causality
package import FieldRecords
import Store

/// A form before somebody's eyes.
package struct FillingView: Sendable {
    package let form: Form
    package let state: FillingState
    /// Fields that this device does not show, for their values are personal and of another place.
    package let hidden: Set<String>
}

extension Device {
    /// How a form stands for what was typed so far; saves nothing.
    ///
    /// - Parameters:
    ///   - opened: the record as its form was opened; nil for a new one.
    ///   - typed: text by field. A photo stands as the JSON of its reference.
    package func fillIn(form name: String, opened: OpenedForm?, typed: [String: String]) throws -> FillingView {
        try read { reading, own in
            let form = try Device.form(named: name, in: reading)
            var (texts, files): ([String: String], [String: FieldValue]) = ([:], [:])
            for (name, text) in typed {
                guard form.field(name)?.holdsFile == true else {
                    texts[name] = text
                    continue
                }
                files[name] = text.isEmpty ? .empty : try? FieldValue(json: JSONValue(parsing: text.utf8))
            }
            let current = opened?.fields ?? [:]
            let faults = try texts.filter { current[$0.key] != .text($0.value) }.compactMap { name, text in
                try PersonalMask.fault(.text(text), of: name) { try reading.personalNames()[form.name] ?? [] }
            }
            let state = form.state(
                current: current, typed: texts, files: files, isNew: opened == nil,
                moment: own.moment(environment.now()), faults: faults)
            return FillingView(
                form: form, state: state,
                hidden: try opened.map { try hiddenFields(of: $0, form: form, reading, own) } ?? [])
        }
    }

    /// The fields of a form that this place fills in at least every fourth time, by its last records; nil where there
    /// are too few of them to tell.
    package func usualFields(ofForm name: String) throws -> Set<String>? {
        try read { reading, own in
            let uses = try reading.fieldUses(ofForm: name, at: PlaceID(node: own.node), last: 100)
            guard uses.records >= 12 else { return nil }
            return Set(uses.counts.filter { $0.value * 4 >= uses.records }.keys)
        }
    }

    private func hiddenFields(
        of opened: OpenedForm, form: Form, _ reading: StoreReading, _ own: Own
    ) throws -> Set<String> {
        let record = try Device.record(opened.seen.record, numbered: opened.number, in: reading)
        let naming = try RecordNaming(reading, own)
        return Set(try form.fields.map(\.name).filter { try naming.masks($0, of: record) })
    }
}
