import FieldRecords

/// Why the feed does not answer what it was asked.
struct ODataFault: Error {
    let status: Int
    let message: String

    /// What OData knows and this feed does not do.
    static func notSupported(_ what: String) -> ODataFault {
        ODataFault(status: 501, message: "\(what) is not supported by this feed")
    }

    static func badRequest(_ what: String) -> ODataFault { ODataFault(status: 400, message: what) }

    static func notFound(_ what: String) -> ODataFault { ODataFault(status: 404, message: "there is no \(what)") }

    var json: JSONValue { ["error": ["code": .string(String(status)), "message": .string(message)]] }
}
