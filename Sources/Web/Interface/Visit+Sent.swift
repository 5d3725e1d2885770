import Device
import FieldRecords
import Hummingbird

extension Visit {
    /// The body as JSON.
    ///
    /// - Throws: `FieldRecordsError` where it is none.
    func sentJSON() throws -> JSONValue {
        try JSONValue(parsing: Array(buffer: body))
    }

    var badBody: DeviceError {
        DeviceError(
            .badData, what: Phrase(zh: "请求的内容不对", en: "the body is not what this takes"),
            advice: Phrase(zh: "请看 /api/v1/openapi.json。", en: "See /api/v1/openapi.json."))
    }

    /// `{form, fields, once}` of a record that is sent.
    func sentRecord() throws -> (form: String?, inputs: [(String, FieldInput)], once: String?) {
        let body = try sentJSON()
        guard let fields = body["fields"]?.members else { throw badBody }
        return (
            body["form"]?.text, fields.map { ($0.key, .json($0.value)) },
            body["once"]?.text.map { String($0.prefix(64)) }
        )
    }

    func sentText(_ name: String) throws -> String? {
        guard let given = try sentJSON()[name], given != .null else { return nil }
        guard let text = given.text else { throw badBody }
        return text
    }

    /// Who writes, by what was sent, else as picked on the page.
    var writerSent: String? { (try? sentJSON()["by"]?.text) ?? writer }
}
