import Causality
package import FieldRecords
import Store

extension Device {
    /// The newest version of every form, built in or added.
    package func forms() throws -> [Form] {
        try read { reading, _ in try reading.allForms() }
    }

    package func form(named name: String) throws -> Form {
        try read { reading, _ in try Device.form(named: name, in: reading) }
    }

    static func form(named name: String, in reading: StoreReading) throws -> Form {
        if let added = try reading.form(name) { return try added.read() }
        if let form = BuiltInForms.form(name) { return form }
        throw DeviceError(
            .badData, what: Phrase(zh: "没有叫“\(name)”的表单", en: "there is no form \(name)"),
            advice: Phrase(zh: "用 yilu form list 查看。", en: "See yilu form list."),
            isAbsence: true)
    }

    /// Publishes a form, or a new version of one, to the whole network.
    package func addForm(csv: [UInt8]) throws -> Form {
        try write { session, own in
            try Device.requireHost(own)
            let form = try Form.read(csv: csv)
            let known = try session.notices(.form).first {
                $0.fields["name"] == .text(form.name) && $0.fields["version"] == .text(form.version)
            }
            let definition = String(decoding: csv, as: UTF8.self)
            if let known, known.fields["definition"] != .text(definition) {
                throw DeviceError(
                    .badData,
                    what: Phrase(
                        zh: "表单 \(form.name) 的版本 \(form.version) 已经发布",
                        en: "version \(form.version) of the form \(form.name) is published already"),
                    advice: Phrase(zh: "请在 settings 里换一个 version。", en: "Give it another version in settings."))
            }
            if known == nil {
                try session.publish(
                    .form,
                    [
                        "name": .text(form.name), "version": .text(form.version), "definition": .text(definition),
                        "added": .integer(environment.now()),
                    ], own: own, wall: environment.now())
            }
            return form
        }
    }
}
