package import Device
import FieldRecords
import HTTPTypes
package import Hummingbird
import NIOPosix

/// Puts the feed below `/odata/` of a router.
package struct ODataRoutes: Sendable {
    private static let versionField = HTTPField.Name("OData-Version")!
    private static let preferField = HTTPField.Name("Prefer")!

    private let service: ODataService
    private let doorkeeper: FeedGuard

    /// - Parameter token: what a client has to show.
    package init(_ device: Device, token: String) {
        service = ODataService(device)
        doorkeeper = FeedGuard(token: token)
    }

    package func add<Context: RequestContext>(to router: Router<Context>) {
        for path in ["odata", "odata/**"] as [RouterPath] {
            router.get(path) { request, _ in try await respond(request) }
            for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
                router.on(path, method: method) { _, _ in
                    Response(status: .methodNotAllowed, headers: [.allow: "GET", ODataRoutes.versionField: "4.0"])
                }
            }
        }
    }

    private func respond(_ request: Request) async throws -> Response {
        guard doorkeeper.admits(request.headers[.authorization]) else {
            return Response(
                status: .unauthorized,
                headers: [.wwwAuthenticate: "Basic realm=\"yilu\", charset=\"UTF-8\"", ODataRoutes.versionField: "4.0"])
        }
        let asked = ODataService.Request(
            path: String(request.uri.path.dropFirst("/odata".count)), query: request.uri.query ?? "",
            root: ODataRoutes.root(request), prefer: request.headers[ODataRoutes.preferField],
            language: request.headers[.acceptLanguage]?.lowercased().hasPrefix("en") == true ? .en : .zh)
        // A page may wait for the disk, which the threads that serve everybody must not.
        let answer = try await NIOThreadPool.singleton.runIfActive { [service] in try service.answer(asked) }
        return Response(
            status: .init(code: answer.status),
            headers: [
                .contentType: answer.contentType, ODataRoutes.versionField: "4.0", .cacheControl: "no-store",
            ],
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    /// The feed's address as the client called it.
    private static func root(_ request: Request) -> String {
        let name = request.head.authority ?? ""
        let isName =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"),
                    UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            }
        return isName ? "http://\(name)/odata/" : "/odata/"
    }
}
