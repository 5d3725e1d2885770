import Device
import FieldRecords
import HTTPTypes
import Hummingbird

/// Turns every failure into a page, or for a program into JSON: what happened, and what to do. The one place that does.
struct Apologies: RouterMiddleware {
    /// What a failed request is told.
    struct Trouble: Sendable {
        let what: String
        let advice: String
    }

    let face: WebFace

    func handle(
        _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do { response = try await next(request, context) } catch {
            response = try await apology(for: error, request, context)
            if request.method == .head { response = response.createHeadResponse() }
        }
        Doorkeeper.secure(&response.headers)
        return response
    }

    private func apology(for error: any Error, _ request: Request, _ context: Visit) async throws -> Response {
        let (status, what, advice) = Apologies.words(for: error)
        if request.uri.path.hasPrefix("/api/") {
            return face.json(
                ["error": .string(what.en), "advice": .string(advice.en), "zh": .string(what.zh)], status: status)
        }
        if case PageRefusal.passcode = error, [.get, .head].contains(request.method) {
            return face.redirect(back: DoorPage.address(wanted: request.uri.string))
        }
        var visit = context
        visit.language = Doorkeeper.language(of: request)
        let trouble = Trouble(what: what.text(in: visit.language), advice: advice.text(in: visit.language))
        switch error as? PageRefusal {
        case .passcode, .wrongPasscode, .tooOften:
            let isAtDoor = request.uri.path == "/door"
            let door = DoorPage(
                what: trouble.what, advice: trouble.advice,
                wanted: isAtDoor ? request.asked("to") : request.pagePath)
            return try await face.page(
                "door", door, title: Phrase(zh: "口令", en: "Passcode"), room: .none, request, visit, status: status)
        default: break
        }
        if let refusal = error as? PageRefusal, refusal.isOfStranger {
            // A page holds the token and the place's name: a stranger gets neither.
            return Response(
                status: status, headers: [.contentType: "text/plain; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: "\(trouble.what)\n\(trouble.advice)\n")))
        }
        return try await face.page(
            "trouble", trouble, title: Phrase(zh: "没有办成", en: "That did not work"), room: .none, request, visit,
            status: status)
    }

    private static func words(for error: any Error) -> (HTTPResponse.Status, Phrase, Phrase) {
        switch error {
        case let refusal as PageRefusal: return (refusal.status, refusal.what, refusal.advice)
        case let error as HTTPError where error.status == .notFound:
            return (.notFound, PageRefusal.noSuchPage.what, PageRefusal.noSuchPage.advice)
        case let error as any HTTPResponseError:
            return (
                error.status, Phrase(zh: "请求有误（\(error.status.code)）", en: "a bad request (\(error.status.code))"),
                Phrase(zh: "请从页面操作。", en: "Use the page, or see /api/v1/openapi.json.")
            )
        default:
            let error = DeviceError(wording: error)
            let status = error.isAbsence ? .notFound : error.taken != nil ? .conflict : error.kind.status
            return (status, error.what, error.advice)
        }
    }
}
