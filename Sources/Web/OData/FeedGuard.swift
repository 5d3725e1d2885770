import Foundation

/// Lets in who shows the feed's token: as the password of HTTP's Basic scheme, whatever the name, for spreadsheets; or as
/// a bearer's, for programs.
///
/// Sources: RFC 7617, RFC 6750.
struct FeedGuard: Sendable {
    private let token: [UInt8]

    init(token: String) {
        self.token = Array(token.utf8)
    }

    /// - Parameter authorization: the header's value; nil where there is none.
    func admits(_ authorization: String?) -> Bool {
        guard let authorization, let gap = authorization.firstIndex(of: " ") else { return false }
        let credentials = authorization[authorization.index(after: gap)...].filter { $0 != " " }
        switch authorization[..<gap].lowercased() {
        case "bearer": return isToken(Array(credentials.utf8))
        case "basic":
            guard let data = Data(base64Encoded: credentials), let colon = data.firstIndex(of: UInt8(ascii: ":"))
            else { return false }
            return isToken(Array(data[data.index(after: colon)...]))
        default: return false
        }
    }

    /// Compares in a time that tells nothing of where they differ.
    private func isToken(_ shown: [UInt8]) -> Bool {
        guard !token.isEmpty, shown.count == token.count else { return false }
        return zip(shown, token).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
