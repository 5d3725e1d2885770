import FieldRecords
import Store

/// Which records a condition such as `${people} > 10` keeps.
struct RecordFilter {
    private let condition: Expression
    private let moment: Moment

    /// - Parameters:
    ///   - forms: those whose records are looked at. A field that any version of one of them has may be named; a record
    ///     without it has it empty.
    ///   - moment: what `today()` and `now()` say.
    /// - Throws: ``DeviceError`` for a name that is no field of them: it would keep nothing, and nobody would know why.
    ///   `FieldRecordsError` for what is no condition.
    init(_ text: String, forms: [FormHistory], moment: Moment) throws {
        condition = try Expression(text)
        self.moment = moment
        func isField(_ name: String) -> Bool { forms.contains { $0.field(name) != nil } }
        if let name = condition.fields.sorted().first(where: { !isField($0) }) {
            throw RecordFilter.fault(noField: name, in: forms)
        }
        if let name = condition.columns.sorted().first {
            guard isField(name) else { throw RecordFilter.fault(noField: name, in: forms) }
            throw DeviceError(
                .badData,
                what: Phrase(zh: "条件里的字段要写成 ${\(name)}", en: "a condition names a field as ${\(name)}"),
                advice: Phrase(zh: "请把 \(name) 改成 ${\(name)}。", en: "Write ${\(name)} in place of \(name)."))
        }
    }

    func keeps(_ record: StoredRecord) throws -> Bool {
        let scope = ExpressionScope(moment: moment, field: { record.fields[$0] ?? .empty })
        return try condition.value(in: scope).isTrue
    }

    private static func fault(noField name: String, in forms: [FormHistory]) -> DeviceError {
        let shown = name.prefix(64)
        guard forms.count == 1, let form = forms.first?.name else {
            return DeviceError(
                .badData, what: Phrase(zh: "没有表单有字段“\(shown)”", en: "no form has a field “\(shown)”"),
                advice: Phrase(zh: "用 yilu form show 查看字段。", en: "See the fields: yilu form show."))
        }
        return DeviceError(
            .badData, what: Phrase(zh: "表单 \(form) 没有字段“\(shown)”", en: "the form \(form) has no field “\(shown)”"),
            advice: Phrase(zh: "用 yilu form show \(form) 查看字段。", en: "See the fields: yilu form show \(form)."))
    }
}
