import Crypto
import FieldRecords
import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// Opens the page to whoever on the local network knows the passcode.
///
/// A browser that has told it gets a cookie, which is worth as long as passcode and device stay the same. Whoever
/// guesses is slowed down: after ``triesMax`` wrong ones nobody is let in for a minute.
package final class Passcode: Sendable {
    static let cookie = "yilu_door"
    /// Shorter ones are refused.
    package static let bytesMin = 8
    static let triesMax = 5
    private static let pauseSeconds = 60.0

    private let text: String
    /// What the cookie of somebody who knows it holds.
    let pass: String
    private let wrong = Mutex<(tries: Int, last: Date)>((0, .distantPast))

    /// - Parameter secret: the device's own, so that a pass is good here alone.
    package init(_ text: String, secret: String) {
        self.text = text
        let key = SymmetricKey(data: Array(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array("yilu page \(text)".utf8), using: key)
        pass = Hexadecimal.text(of: Array(code))
    }

    /// Whether a request comes from a browser that has told the passcode.
    func isKnown(to request: Request) -> Bool {
        request.cookies[Passcode.cookie]?.value.isSame(as: pass) == true
    }

    /// What anybody may see: the door itself, and its look.
    func isPublic(_ path: String) -> Bool { path == "/door" || path.hasPrefix("/look/") }

    enum Answer {
        case right, wrong, tooOften
    }

    func answer(to guess: String, at now: Date = Date()) -> Answer {
        wrong.withLock { wrong in
            let isPause = now.timeIntervalSince(wrong.last) < Passcode.pauseSeconds
            if wrong.tries >= Passcode.triesMax, isPause { return .tooOften }
            if guess.isSame(as: text) {
                wrong = (0, .distantPast)
                return .right
            }
            wrong = (isPause ? wrong.tries + 1 : 1, now)
            return .wrong
        }
    }
}

/// What the door asks and tells.
struct DoorPage: Sendable {
    /// What went wrong; nil where nothing did.
    let what: String?
    let advice: String
    /// Where the passcode is told, with the page that somebody wanted.
    let action: String

    init(what: String? = nil, advice: String = "", wanted path: String?) {
        self.what = what
        self.advice = advice
        action = DoorPage.address(wanted: path)
    }

    static func address(wanted path: String?) -> String {
        let path = WebFace.ownPath(path)
        return path == "/" ? "/door" : "/door?to=\(path.inPath)"
    }
}

extension WebFace {
    /// The door of a page that stands open to the network; on this machine alone there is none.
    func addDoor(to router: Router<Visit>) {
        guard let passcode = access.passcode else { return }
        router.get("/door") { request, visit in
            let content = DoorPage(wanted: request.asked("to"))
            return try await page("door", content, title: Phrase(zh: "口令", en: "Passcode"), room: .none, request, visit)
        }
        router.post("/door") { request, visit in
            switch passcode.answer(to: visit.form["passcode"] ?? "") {
            case .right:
                var response = redirect(back: request.asked("to"))
                response.setCookie(
                    Cookie(
                        name: Passcode.cookie, value: passcode.pass, path: "/", secure: true, httpOnly: true,
                        sameSite: .strict))
                return response
            case .wrong: throw PageRefusal.wrongPasscode
            case .tooOften: throw PageRefusal.tooOften
            }
        }
    }
}
