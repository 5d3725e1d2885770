import Callers
import Foundation
import Testing

@testable import CommandsTests

@Suite("the page's beginning and end")
struct LifetimeTests {
    @Test(
        "it ends within ten seconds of being told, with 0, also while a browser keeps its connection",
        .timeLimit(.minutes(10)))
    func ending() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        let page = try PageServer(scratch, "host")
        let idle = HTTPCaller(port: page.port)
        #expect(try idle.ask("GET", "/").status == 200)
        let (code, seconds) = page.stop()
        #expect(code == 0)
        #expect(seconds < 10, "\(seconds) s")
        idle.hangUp()
    }

    @Test("serve with its pages ends the same way", .timeLimit(.minutes(10)))
    func serving() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        let host = try Served(scratch, "host", more: ["--web", "127.0.0.1:0"])
        let (code, seconds) = host.stop()
        #expect(code == 0)
        #expect(seconds < 10, "\(seconds) s")
    }

    @Test("an address that is none, and one that others could reach, is refused with 64; a port in use with 73")
    func addresses() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        for address in ["nonsense:here", "127.0.0.1:99999", "", "0.0.0.0:0", "192.168.1.9:8410", "[::]:0"] {
            let outcome = try await scratch.yilu("host", ["web", "--listen", address, "--lang", "en"])
            #expect(outcome.code == 64, "\(address): \(outcome.code) \(outcome.errors)")
        }
        let page = try PageServer(scratch, "host")
        let second = try await scratch.yilu("host", ["web", "--listen", "127.0.0.1:\(page.port)", "--lang", "en"])
        #expect(second.code == 73, "\(second.errors)")
        #expect(second.errors.contains("cannot listen on 127.0.0.1:\(page.port)"))
        #expect(!second.errors.contains("NIO"), "words, not a type's name: \(second.errors)")
        #expect(page.stop().code == 0)
    }

    @Test("the token outlives the server, so that a page which stood open over night can be saved")
    func restart() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        let before = try PageServer(scratch, "host")
        before.kill()
        let after = try PageServer(scratch, "host", port: before.port)
        #expect(after.port == before.port)
        #expect(after.token == before.token)
        #expect(before.token.utf8.count == 64)
    }

    @Test("ten browsers at once save a hundred records, and a saving sent twice is one")
    func crowd() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        let page = try PageServer(scratch, "host")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for browser in 0..<10 {
                group.addTask {
                    try await PageServer.apart { [port = page.port, token = page.token] in
                        let line = HTTPCaller(port: port)
                        for number in 0..<10 {
                            let body =
                                #"{"form": "activity", "fields": {"title": "x"}, "once": "\#(browser)-\#(number)"}"#
                            for _ in 0..<2 {
                                let answer = try line.ask(
                                    "POST", "/api/v1/records",
                                    headers: [("X-Yilu-Token", token), ("Content-Type", "application/json")],
                                    body: Array(body.utf8))
                                #expect(answer.status == 201)
                            }
                            #expect(try line.ask("GET", "/").status == 200)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await page.ask("GET", "/api/v1/records").json.elements.count == 100)
    }
}
