import FieldRecords
import Foundation
import HTTPTypes
import Hummingbird

/// Lets in whoever belongs here.
///
/// Any site open in the same browser can make it send requests to this address. So the page answers only under its own
/// name (against DNS rebinding), refuses whatever another origin sends, and takes nothing in without the device's token,
/// which only its own pages hold.
///
/// Source: OWASP, Cross-Site Request Forgery Prevention; RFC 6454.
struct Doorkeeper: RouterMiddleware {
    static let tokenField = HTTPField.Name("X-Yilu-Token")!
    /// What a request may send at most; a photo is the largest.
    static let bodyBytesMax = 17 << 20
    /// What whoever has not told the passcode may send: that.
    static let doorBodyBytesMax = 4096

    let token: String
    let access: WebAccess

    func handle(
        _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
    ) async throws -> Response {
        guard [.get, .head, .post, .patch, .delete].contains(request.method) else { throw PageRefusal.method }
        var (request, visit) = (request, context)
        visit.language = Doorkeeper.language(of: request)
        visit.author = Doorkeeper.author(of: request)
        try requireOwnName(request)
        let isAtDoor = request.uri.path == "/door" && access.passcode != nil
        if let passcode = access.passcode, !passcode.isPublic(request.uri.path), !passcode.isKnown(to: request) {
            throw PageRefusal.passcode
        }
        if request.method != .get, request.method != .head {
            let isKnown = access.passcode?.isKnown(to: request) ?? true
            let bytesMax = isKnown ? Doorkeeper.bodyBytesMax : Doorkeeper.doorBodyBytesMax
            // Refused by its length, before any of it is waited for.
            if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bytesMax {
                // A browser hears an answer only when it has sent all: a little too much is passed over for it.
                if length <= 4 * bytesMax { for try await _ in request.body {} }
                throw isKnown ? PageRefusal.tooLarge : .passcode
            }
            visit.body = try await request.collectBody(upTo: bytesMax)
            if request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true {
                visit.form = try SentForm(urlEncoded: String(buffer: visit.body))
            }
            let shown = request.headers[Doorkeeper.tokenField] ?? visit.form["token"] ?? ""
            // Whoever stands at the door has not seen any page yet.
            guard isAtDoor || shown.isSame(as: token) else { throw PageRefusal.token }
        }
        return try await next(request, visit)
    }

    private func requireOwnName(_ request: Request) throws {
        let name = request.head.authority ?? ""
        guard access.isOwnName(name) else { throw PageRefusal.foreignName }
        if let origin = request.headers[.origin], origin != "\(access.scheme)://\(name)" {
            throw PageRefusal.foreignOrigin
        }
        // A page elsewhere may link here; nothing else of it may.
        if let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!], site == "cross-site",
            request.headers[HTTPField.Name("Sec-Fetch-Mode")!] != "navigate" || request.method != .get
        {
            throw PageRefusal.foreignOrigin
        }
    }

    static func language(of request: Request) -> Language {
        if let chosen = request.cookies["yilu_lang"].flatMap({ Language(rawValue: $0.value) }) { return chosen }
        let wanted = request.headers[.acceptLanguage]?.lowercased() ?? ""
        let first = wanted.split(separator: ",").first.map(String.init) ?? ""
        return first.hasPrefix("en") ? .en : .zh
    }

    private static func author(of request: Request) -> String {
        let name = request.cookies["yilu_by"]?.value.removingPercentEncoding?.trimmed ?? ""
        return name.utf8.count <= Change.authorBytesMax ? name : ""
    }

    /// Says with every answer, also a refusal, what a page of ours never does.
    static func secure(_ headers: inout HTTPFields) {
        let policy = """
            default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; \
            frame-ancestors 'none'
            """
        if headers[.contentSecurityPolicy] == nil { headers[.contentSecurityPolicy] = policy }
        headers[.xContentTypeOptions] = "nosniff"
        headers[HTTPField.Name("Referrer-Policy")!] = "same-origin"
        headers[HTTPField.Name("Cross-Origin-Resource-Policy")!] = "same-origin"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }
}

extension String {
    /// Compares in a time that tells nothing of where they differ.
    func isSame(as other: String) -> Bool {
        let (one, two) = (Array(utf8), Array(other.utf8))
        guard one.count == two.count else { return false }
        return zip(one, two).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
