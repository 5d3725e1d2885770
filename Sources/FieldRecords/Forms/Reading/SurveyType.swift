/// What the `type` cell of a survey row says.
enum SurveyType: Hashable {
    case field(FieldType, list: String?)
    case beginGroup
    case endGroup
    /// Known to XLSForm, or to nobody, but not supported here; with the word to name it by.
    case unsupported(String)

    init(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let plain = words.joined(separator: " ").lowercased().split(separator: "_").joined(separator: " ")
        switch plain {
        case "begin group", "begingroup", "begin lgroup": self = .beginGroup
        case "end group", "endgroup", "end lgroup": self = .endGroup
        default:
            if let type = SurveyType.types[plain] {
                self = .field(type, list: nil)
            } else {
                self = SurveyType.select(text, words: words)
            }
        }
    }

    private static func select(_ text: String, words: [String]) -> SurveyType {
        let lower = words.joined(separator: " ").lowercased()
        for (prefix, type) in selects where lower.hasPrefix(prefix + " ") {
            let rest = words.dropFirst(prefix.split(separator: " ").count)
            // `or_other` would add a second field that the form does not show.
            guard rest.count == 1, let list = rest.first else { return .unsupported(String(text.prefix(64))) }
            return .field(type, list: list)
        }
        return .unsupported(String(text.prefix(64)))
    }

    /// The longer first.
    private static let selects: [(String, FieldType)] = [
        ("add select one prompt using", .selectOne), ("add select multiple prompt using", .selectMultiple),
        ("select all that apply from", .selectMultiple), ("select all that apply", .selectMultiple),
        ("select multiple from", .selectMultiple), ("select_multiple from", .selectMultiple),
        ("select one from", .selectOne), ("select_one from", .selectOne), ("select multiple", .selectMultiple),
        ("select_multiple", .selectMultiple), ("select one", .selectOne), ("select_one", .selectOne),
        ("select1", .selectOne), ("select", .selectMultiple),
    ]

    private static let types: [String: FieldType] = [
        "text": .text, "string": .text, "phone number": .text, "add text prompt": .text,
        "integer": .integer, "int": .integer, "add integer prompt": .integer,
        "decimal": .decimal, "add decimal prompt": .decimal, "range": .range,
        "date": .date, "add date prompt": .date, "time": .time, "add time prompt": .time,
        "datetime": .dateTime, "date time": .dateTime, "add date time prompt": .dateTime,
        "image": .image, "photo": .image, "add image prompt": .image, "file": .file, "add file prompt": .file,
        "geopoint": .geopoint, "location": .geopoint, "gps": .geopoint, "add location prompt": .geopoint,
        "barcode": .barcode, "add barcode prompt": .barcode, "note": .note, "add note prompt": .note,
        "calculate": .calculate, "add calculate prompt": .calculate, "acknowledge": .acknowledge,
        "trigger": .acknowledge, "add acknowledge prompt": .acknowledge, "hidden": .hidden,
    ]
}
