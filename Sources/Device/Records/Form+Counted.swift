import FieldRecords
import Store

extension Form {
    /// Refuses a version of a built-in form that the season's figures could no longer count, for records would drop out of
    /// them without a word: what a figure goes by keeps its type, and the day it goes by is there.
    func requireCounted() throws {
        guard let builtIn = BuiltInForms.form(name) else { return }
        for figure in Figures.all where figure.form == name {
            for counted in figure.fields {
                guard let expected = builtIn.field(counted)?.type else { continue }
                let isDay = counted == figure.day
                if let type = field(counted)?.type, type == expected || type.isNumber && expected.isNumber { continue }
                if field(counted) == nil, !isDay { continue }
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
    }
}

extension FieldType {
    fileprivate var isNumber: Bool { self == .integer || self == .decimal }
}
