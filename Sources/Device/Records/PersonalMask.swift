import FieldRecords

/// What stands for a personal value outside the place it belongs to.
///
/// It is no value of such a field: whoever sends it back has not seen the value, as a program that reads a record,
/// changes one field and sends all of them, and would save three dots over it.
enum PersonalMask {
    static let text = "•••"

    /// Why a field does not take what somebody gives for it; nil where it does.
    ///
    /// - Parameter personal: the fields that are masked, those that some version of the form marks personal; asked for
    ///   only where there is a mask.
    static func fault(
        _ value: FieldValue?, of field: String, personal: () throws -> Set<String>
    ) rethrows -> FieldFault? {
        guard value == .text(text), try personal().contains(field) else { return nil }
        return FieldFault(
            field: field, problem: .masked,
            what: Phrase(
                zh: "字段 \(field) 是遮盖的个人信息（\(text)），不是原来的值",
                en: "the field \(field) holds the mask of a personal value (\(text)), not the value"))
    }
}

extension Saving {
    /// Every way to save a record goes through here: a form, a command, a program and a file of rows.
    ///
    /// - Throws: `DeviceError` for the first field that would take the mask for its value.
    func requireUnmasked(_ values: FormValues, of form: Form) throws {
        for (field, value) in zip(form.fields, values) {
            try requireUnmasked(value, of: field.name, in: form)
        }
    }

    func requireUnmasked(_ value: FieldValue?, of field: String, in form: Form) throws {
        let fault = try PersonalMask.fault(value, of: field) { try personalNames(of: form.name) }
        guard let fault else { return }
        throw DeviceError(
            .badData,
            what: Phrase(
                zh: "\(fault.what.zh)；显示和导出时加 --personal 才有",
                en: "\(fault.what.en): --personal shows and exports it"),
            advice: Phrase(zh: "不写这个字段，就保留它原来的值。", en: "Leave the field out to keep what it holds."))
    }
}
