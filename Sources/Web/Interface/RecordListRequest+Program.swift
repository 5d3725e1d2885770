import Device
import FieldRecords

extension RecordListRequest {
    /// What a program asks of a list: as the document of the interface has it, or not at all. A page leaves out what makes
    /// no sense; a program would take what it is answered for what it asked.
    ///
    /// - Throws: ``DeviceError`` `.usage` that names the parameter and what it takes.
    init(askedByProgram text: (String) -> String?) throws {
        self.init(asked: text, limit: RecordListRequest.limitMax)
        guard text("choice") == nil || choice != nil else { throw DeviceError.noChoice }
        if let q = text("q"), q.unicodeScalars.count > RecordListRequest.textBytesMax {
            let most = RecordListRequest.textBytesMax
            throw DeviceError(parameter: Phrase(zh: "q 最多 \(most) 个字符", en: "q has at most \(most) characters"))
        }
        kind = try text("kind").map { try Self.named($0, "kind") } ?? kind
        order = try text("order").map { try Self.named($0, "order") } ?? order
        if let given = text("limit") {
            guard let number = Int(given), (1...RecordListRequest.limitMax).contains(number) else {
                let most = RecordListRequest.limitMax
                throw DeviceError(
                    parameter: Phrase(
                        zh: "limit 是 1 到 \(most) 的整数", en: "limit is a whole number from 1 to \(most)"))
            }
            limit = number
        }
        if let given = text("offset") {
            guard let number = Int(given), number >= 0 else {
                throw DeviceError(
                    parameter: Phrase(zh: "offset 是不小于 0 的整数", en: "offset is a whole number, 0 or more"))
            }
            offset = number
        }
    }

    private static func named<Value: RawRepresentable & CaseIterable>(
        _ name: String, _ parameter: String
    ) throws -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: name) else {
            let names = Value.allCases.map(\.rawValue)
            throw DeviceError(
                parameter: Phrase(
                    zh: "\(parameter) 是其中之一：\(names.joined(separator: "、"))",
                    en: "\(parameter) is one of \(names.joined(separator: ", "))"))
        }
        return value
    }
}

extension DeviceError {
    static let noChoice = DeviceError(
        parameter: Phrase(
            zh: "choice 写成 字段:代码，字段是该表单的单选题", en: "choice is FIELD:CODE, of a select_one field of the form"))

    /// A parameter of the interface does not hold what it takes.
    fileprivate init(parameter what: Phrase) {
        self.init(
            .usage, what: what, advice: Phrase(zh: "请看 /api/v1/openapi.json。", en: "See /api/v1/openapi.json."))
    }
}
