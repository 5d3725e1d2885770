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

    /// The fields of a record that is sent.
    func sentInputs() throws -> [(String, FieldInput)] {
        guard let fields = try sentJSON()["fields"]?.members else { throw badBody }
        return fields.map { ($0.key, .json($0.value)) }
    }

    /// A text that may be left out.
    ///
    /// - Throws: ``badBody`` for what is no text.
    func sentText(_ name: String) throws -> String? {
        guard let given = try sentJSON()[name], given != .null else { return nil }
        guard let text = given.text else { throw badBody }
        return text
    }

    /// Who writes, by what was sent, else as picked on the page.
    func writerSent() throws -> String? { try sentText("by") ?? writer }

    /// The most characters of a saving's name, as the document counts them: code points.
    private static let savingNameScalarsMax = 64

    /// The name of a saving, whole; nil for an empty one, which names nothing.
    ///
    /// - Throws: `DeviceError` for one that is too long: cut, it would be the name of another saving too.
    static func savingName(_ once: String?) throws -> String? {
        guard let once, !once.isEmpty else { return nil }
        guard once.unicodeScalars.count <= savingNameScalarsMax else {
            throw DeviceError(
                .usage,
                what: Phrase(
                    zh: "once 最多 \(savingNameScalarsMax) 个字符", en: "once has at most \(savingNameScalarsMax) characters"
                ),
                advice: Phrase(zh: "请换一个短些的，例如摘要。", en: "Take a shorter one, such as a digest."))
        }
        return once
    }
}
