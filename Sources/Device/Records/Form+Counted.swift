import FieldRecords
import Store

extension Form {
    /// Refuses a version of a built-in form that the season's figures could no longer count, for records would drop out of
    /// them without a word: what a figure goes by keeps its type, the day it goes by is there and is filled in wherever
    /// the built-in form does that, and so is the choice that it asks for.
    func requireCounted() throws {
        guard let builtIn = BuiltInForms.form(name) else { return }
        for figure in Figures.all where figure.form == name {
            for counted in figure.fields { try requireType(of: counted, for: figure, as: builtIn) }
            if builtIn.alwaysFills(figure.day), !alwaysFills(figure.day) {
                throw DeviceError(
                    .badData,
                    what: Phrase(
                        zh: "报表按字段 \(figure.day) 统计，它不能空着",
                        en: "the report counts by the field \(figure.day), which must not stay empty"),
                    advice: Phrase(
                        zh: "请在 survey 里这一行的 required 写 yes，或给出 default。",
                        en: "Write yes under required in its row of the sheet survey, or give it a default."))
            }
            if let (counted, code) = figure.condition, field(counted)?.choice(code) == nil {
                throw DeviceError(
                    .badData,
                    what: Phrase(
                        zh: "报表按字段 \(counted) 的选项 \(code) 统计，不能没有它",
                        en: "the report counts by the choice \(code) of the field \(counted), which must be there"),
                    advice: Phrase(
                        zh: "请放回这个选项；它的标签可以改。", en: "Put that choice back; its label may be another."))
            }
        }
    }

    private func requireType(of counted: String, for figure: Figure, as builtIn: Form) throws {
        guard let expected = builtIn.field(counted)?.type else { return }
        if let type = field(counted)?.type, type == expected || type.isNumber && expected.isNumber { return }
        if field(counted) == nil, counted != figure.day { return }
        throw DeviceError(
            .badData,
            what: Phrase(
                zh: "报表按字段 \(counted) 统计，它的类型须是 \(expected.rawValue)",
                en: "the report counts by the field \(counted), which must be of the type \(expected.rawValue)"),
            advice: Phrase(
                zh: "请在 survey 里改回这一行，或给表单另起 form_id。",
                en: "Put that row of the sheet survey back, or give the form another form_id."))
    }
}

extension FieldType {
    fileprivate var isNumber: Bool { self == .integer || self == .decimal }
}
