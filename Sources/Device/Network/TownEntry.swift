package import FieldRecords

/// A town as a list of them gives it.
package struct TownEntry: Sendable {
    package let code: String?
    package let name: String
    /// Where it stands: file and row.
    package let origin: Phrase?

    package init(code: String?, name: String, origin: Phrase? = nil) {
        self.code = code
        self.name = name
        self.origin = origin
    }

    /// Says with whatever is wrong with it where it stands: then it is the file that is bad.
    func named(_ body: () throws -> Void) throws {
        do { try body() } catch let error as DeviceError {
            guard let origin else { throw error }
            throw DeviceError(
                error.kind == .usage ? .badData : error.kind,
                what: Phrase(zh: "\(origin.zh)：\(error.what.zh)", en: "\(origin.en): \(error.what.en)"),
                advice: error.advice)
        }
    }
}
