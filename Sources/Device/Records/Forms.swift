import Causality
package import FieldRecords
import Store

extension Device {
    /// The newest version of every form, built in or added, that this program can read.
    package func forms() throws -> [Form] {
        try read { reading, _ in try reading.allForms() }
    }

    /// What the network published and this program cannot read: until it can, ``forms()`` has the version before, or
    /// none.
    package func unreadableForms() throws -> [FormReference] {
        try read { reading, _ in try reading.addedForms().flatMap(\.unreadable) }
    }

    package func form(named name: String) throws -> Form {
        try read { reading, _ in try Device.form(named: name, in: reading) }
    }

    static func form(named name: String, in reading: StoreReading) throws -> Form {
        let added = try reading.versions(ofForm: name)
        if let form = added.newest ?? BuiltInForms.form(name) { return form }
        if let unreadable = added.unreadable.first {
            throw DeviceError(
                .badData,
                what: Phrase(
                    zh: "本机读不出表单 \(name) 的版本 \(unreadable.version)",
                    en: "this device cannot read version \(unreadable.version) of the form \(name)"),
                advice: Phrase(
                    zh: "请更新程序；如果还读不出，请区里换一个 version 重新发布。",
                    en: "Use a newer program; if that cannot either, ask the district to publish a new version."))
        }
        throw DeviceError(
            .badData, what: Phrase(zh: "没有叫“\(name)”的表单", en: "there is no form \(name)"),
            advice: Phrase(zh: "用 yilu form list 查看。", en: "See yilu form list."),
            isAbsence: true)
    }

    /// Publishes a form, or a new version of one, to the whole network, as UTF-8 whatever encoding the file has.
    package func addForm(csv: [UInt8]) throws -> Form {
        try write { session, own in
            try Device.requireHost(own)
            let definition = try FormSheet.text(csv: csv)
            let form = try Form.read(csv: Array(definition.utf8))
            let known = try session.notices(.form).first {
                $0.fields["name"] == .text(form.name) && $0.fields["version"] == .text(form.version)
            }
            if let known, known.fields["definition"] != .text(definition) {
                throw DeviceError(
                    .badData,
                    what: Phrase(
                        zh: "表单 \(form.name) 的版本 \(form.version) 已经发布",
                        en: "version \(form.version) of the form \(form.name) is published already"),
                    advice: Phrase(zh: "请在 settings 里换一个 version。", en: "Give it another version in settings."))
            }
            if known == nil {
                try form.requireCounted()
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
