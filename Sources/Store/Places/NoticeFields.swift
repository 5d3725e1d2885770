import FieldRecords
import Foundation

/// The fields of a notice, by the types they are read as.
struct NoticeFields {
    private let fields: [String: FieldValue]

    init(_ fields: [String: FieldValue]) {
        self.fields = fields
    }

    func text(_ name: String) -> String? {
        if case .text(let text)? = fields[name] { text } else { nil }
    }

    func integer(_ name: String) -> Int64? {
        if case .integer(let number)? = fields[name] { number } else { nil }
    }

    func node(_ name: String) -> UInt64? {
        text(name).flatMap { UInt64($0, radix: 16) }
    }

    func bytes(_ name: String) -> [UInt8]? {
        text(name).flatMap { Data(base64Encoded: $0) }.map { [UInt8]($0) }
    }
}
