import Callers
import Foundation
import Testing

@testable import CommandsTests

@Suite("the door of the page")
struct DoorTests {
    let scratch: Scratch
    let page: PageServer

    init() async throws { (scratch, page) = try await PageServer.ofHost() }

    private let activity = #"{"form": "activity", "fields": {"title": "一"}}"#

    private func records() async throws -> Int { try await page.ask("GET", "/api/v1/records").json.elements.count }

    @Test("whoever shows no token, or a wrong one, changes nothing")
    func token() async throws {
        for token in ["", "x", String(page.token.dropLast()) + "g", page.token + " x"] {
            let answer = try await page.ask(
                "POST", "/api/v1/records", body: Array(activity.utf8), headers: [("X-Yilu-Token", token)])
            #expect(answer.status == 403, "\(token)")
            #expect(try answer.json["error"]?.text == "the request shows no token; nothing was changed")
        }
        for path in [
            "/new/activity", "/language", "/author", "/sync/stick", "/district/revoke", "/record/host-1/delete",
        ] {
            let answer = try await page.ask(
                "POST", path, body: Array("f-title=x".utf8),
                headers: [("X-Yilu-Token", ""), ("Content-Type", "application/x-www-form-urlencoded")])
            #expect(answer.status == 403, "\(path)")
            #expect(answer.text.contains("令牌"), "\(path)")
        }
        #expect(try await records() == 0)
        // The same with the token, in a form's field: the difference is the token.
        let sent = try await page.ask(
            "POST", "/new/activity", body: Array("token=\(page.token)&f-title=x&f-date=2026-01-02&once=o".utf8),
            headers: [("X-Yilu-Token", ""), ("Content-Type", "application/x-www-form-urlencoded")])
        #expect(sent.status == 303)
        #expect(try await records() == 1)
    }

    @Test("another site's page is refused, whatever it sends, and so is another name for this address")
    func foreign() async throws {
        let body = Array(activity.utf8)
        for origin in ["https://example.org", "null", "http://127.0.0.1:\(page.port + 1)", "http://evil.localhost"] {
            let answer = try await page.ask("POST", "/api/v1/records", body: body, headers: [("Origin", origin)])
            #expect(answer.status == 403, "\(origin)")
            #expect(!answer.text.contains("8410"), "it listens elsewhere")
            #expect(
                try await page.ask("GET", "/api/v1/token", headers: [("Origin", origin)]).status == 403, "\(origin)")
        }
        for host in ["yilu.example.org", "yilu.example.org:\(page.port)", "127.0.0.1.example.org", "192.168.1.5"] {
            for path in ["/", "/api/v1/token", "/look/page.js"] {
                let answer = try await page.ask("GET", path, headers: [("Host", host)])
                #expect([400, 403].contains(answer.status), "\(host) \(path): \(answer.status)")
                #expect(!answer.text.contains(page.token))
            }
        }
        for site in ["cross-site"] {
            let headers = [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "no-cors")]
            #expect(try await page.ask("GET", "/api/v1/records", headers: headers).status == 403)
            // A link from elsewhere opens the page.
            let link = [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate")]
            #expect(try await page.ask("GET", "/", headers: link).status == 200)
            #expect(try await page.ask("POST", "/api/v1/records", body: body, headers: link).status == 403)
        }
        let own = try await page.ask("POST", "/api/v1/records", body: body, headers: [("Origin", page.origin)])
        #expect(own.status == 201)
        for host in ["localhost:\(page.port)", "[::1]:\(page.port)"] {
            #expect(try await page.ask("GET", "/", headers: [("Host", host)]).status == 200, "\(host)")
        }
    }

    @Test("every answer forbids what a page of ours never does")
    func policy() async throws {
        for path in ["/", "/new/issue", "/list", "/sync", "/district", "/look/page.js", "/api/v1/forms", "/nothing"] {
            let answer = try await page.ask("GET", path)
            let policy = answer.header("content-security-policy") ?? ""
            #expect(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "\(path)")
            #expect(!policy.contains("unsafe"), "\(path)")
            #expect(answer.header("x-content-type-options") == "nosniff", "\(path)")
            #expect(answer.header("access-control-allow-origin") == nil, "\(path)")
        }
    }

    @Test("a body over the limit is refused by its length, before it is sent; the page goes on answering")
    func tooLarge() async throws {
        let told = try await page.ask(
            "POST", "/api/v1/photos", body: [0xFF, 0xD8, 0xFF], headers: [("Content-Length", "999999999")])
        #expect(told.status == 413)
        let sent = try await page.ask("POST", "/api/v1/photos", body: [UInt8](repeating: 0xFF, count: 18 << 20))
        #expect(sent.status == 413)
        #expect(try await page.ask("GET", "/").status == 200)
    }

    @Test("what is no form, no JSON and no path of ours is told so, and nothing is kept")
    func noForm() async throws {
        let form = [("Content-Type", "application/x-www-form-urlencoded")]
        let manyFields = String(repeating: "a=b&", count: 2100) + "token=\(page.token)"
        for body in ["%", "f-title=%zz", "f-title=%ff%fe", manyFields] {
            let answer = try await page.ask("POST", "/new/activity", body: Array(body.utf8), headers: form)
            #expect(answer.status == 400, "\(body.prefix(20)): \(answer.status)")
        }
        for body in [
            "", "{", "[]", "1", #"{"form": "activity"}"#, #"{"fields": {}}"#, "\u{0}", #"{"form":1,"fields":2}"#,
        ] {
            let answer = try await page.ask("POST", "/api/v1/records", json: body)
            #expect(answer.status == 400, "\(body): \(answer.status)")
            #expect(try answer.json["advice"]?.text?.isEmpty == false, "\(body)")
        }
        for path in [
            "/../etc/passwd", "/look/..%2f..%2fetc%2fpasswd", "/photo/../yilu.db", "/photo/%2e%2e%2fyilu.db",
            "/photo/00",
            "/record/nothing", "/new/nothing", "/look/", "/yilu.sqlite", "//etc/passwd", "/record/%00/edit", "/new/%ff",
        ] {
            let answer = try await page.ask("GET", path)
            #expect([400, 404].contains(answer.status), "\(path): \(answer.status)")
        }
        #expect(try await records() == 0)
    }

    @Test("a photo must be one: what it is, how large it is and whether it is whole are looked at")
    func photos() async throws {
        for body in [[], Array("<svg onload=alert(1)>".utf8), Array("GIF".utf8), Array("<html>".utf8)] {
            #expect(try await page.ask("POST", "/api/v1/photos", body: body).status == 400)
        }
        let kept = try await page.ask("POST", "/api/v1/photos", body: [0xFF, 0xD8, 0xFF, 0xD9])
        let digest = try #require(try kept.json["file"]?.text)
        let shown = try await page.ask("GET", "/photo/\(digest)")
        #expect(shown.header("content-type") == "image/jpeg")
        #expect(shown.body == [0xFF, 0xD8, 0xFF, 0xD9])
        // A record may not name a photo that is not here.
        let other = #"{"file": "\#(String(repeating: "ab", count: 32))", "bytes": 4, "type": "image/jpeg"}"#
        let body = #"{"form": "activity", "fields": {"title": "一", "photo": \#(other)}}"#
        #expect(try await page.ask("POST", "/api/v1/records", json: body).status == 400)
    }
}
