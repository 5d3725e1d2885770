import FieldRecords

extension TableColumn {
    /// What stands in the column.
    var remark: Phrase {
        let what =
            switch source {
            case .number: Phrase(zh: "记录的编号，每条一个", en: "the record's number, one each")
            case .place: Phrase(zh: "地点的代码", en: "the code of the place")
            case .station: Phrase(zh: "驿站（或街镇、区）的名称", en: "the name of the station, town or district")
            case .town: Phrase(zh: "所属街镇", en: "the town it belongs to")
            case .version: Phrase(zh: "填写时表单的版本", en: "the version of the form it was filled in with")
            case .conflicts:
                Phrase(
                    zh: "两个人写得不一样、还没有裁定的字段；表中是所显示的值",
                    en: "fields that two people wrote differently and nobody settled; the table has the value shown")
            case .value(let field): TableColumn.remark(on: field)
            case .label: Phrase(zh: "选项的名称", en: "what the choice is called")
            case .latitude: Phrase(zh: "纬度，WGS 84", en: "latitude, WGS 84")
            case .longitude: Phrase(zh: "经度，WGS 84", en: "longitude, WGS 84")
            case .file: Phrase(zh: "照片或文件在压缩包里的名字", en: "the name of the photo or file in the archive")
            }
        guard isPersonal else { return what }
        return Phrase(zh: "\(what.zh)；个人信息", en: "\(what.en); personal")
    }

    private static func remark(on field: Field) -> Phrase {
        switch field.type {
        case .date: return Phrase(zh: "日期", en: "a date")
        case .time: return Phrase(zh: "时间", en: "a time of day")
        case .dateTime: return Phrase(zh: "日期和时间", en: "a date with a time")
        case .integer: return Phrase(zh: "整数", en: "a whole number")
        case .decimal, .range: return Phrase(zh: "数字", en: "a number")
        case .selectOne, .selectMultiple:
            let codes = field.choices.map { "\($0.name) \($0.label.zh)" }.joined(separator: "，")
            let englishCodes = field.choices.map { "\($0.name): \($0.label.en)" }.joined(separator: ", ")
            let many = field.type == .selectMultiple
            return Phrase(
                zh: "\(many ? "代码，多个之间用空格" : "代码")：\(codes)",
                en: "\(many ? "codes, spaces between" : "a code"): \(englishCodes)")
        case .geopoint: return Phrase(zh: "位置：纬度 经度 高程 精度", en: "a position: latitude, longitude, altitude, accuracy")
        default: return Phrase(zh: "文字", en: "text")
        }
    }
}
