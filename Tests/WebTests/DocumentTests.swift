import Callers
import Foundation
import Seeds
import Testing

@testable import CommandsTests

@Suite("what the document of the interface says is so")
struct DocumentTests {
    /// One operation of the document.
    struct Operation: CustomStringConvertible {
        let method: String
        let path: String
        let parameters: [(name: String, isInPath: Bool)]
        let bodyType: String?
        let statuses: Set<Int>

        var description: String { "\(method) \(path)" }
    }

    let scratch: Scratch
    let page: PageServer

    init() async throws {
        (scratch, page) = try await PageServer.ofStation()
        try await scratch.done("037", "record", "add", "activity", "title=一")
        try await scratch.done("037", "record", "add", "issue", "kind=pay")
    }

    private func operations() async throws -> [Operation] {
        let document = try await page.ask("GET", "/api/v1/openapi.json").json
        let paths = try #require(document["paths"])
        return paths.keys.sorted().flatMap { path in
            let methods = paths[path]!
            return methods.keys.sorted().map { method in
                let operation = methods[method]!
                return Operation(
                    method: method.uppercased(), path: path,
                    parameters: operation["parameters"]?.elements.map {
                        ($0["name"]?.text ?? "", $0["in"]?.text == "path")
                    } ?? [],
                    bodyType: operation["requestBody"]?["content"]?.keys.first,
                    statuses: Set(operation["responses"]?.keys.compactMap { Int($0) } ?? []))
            }
        }
    }

    @Test("whatever is sent to any path of it, from a seed, is answered as it says, and never by a fault of the server")
    func chance() async throws {
        let operations = try await operations()
        #expect(operations.count > 12)
        let line = SharedLine(page)
        for (position, operation) in operations.enumerated() {
            var chance = RequestsByChance(SeededRandom(UInt64(1000 + position)))
            for turn in 0..<24 {
                let (path, body) = chance.request(operation, isSound: turn == 0)
                let answer = try await line.ask(operation.method, path, body: body, type: operation.bodyType)
                let told =
                    "\(operation) \(path) \(body.map { String(decoding: $0, as: UTF8.self) } ?? ""): \(answer.text)"
                #expect(operation.statuses.contains(answer.status), "\(answer.status) for \(told)")
                #expect(answer.status < 500, "\(answer.status) for \(told)")
                if turn == 0, operation.method != "PATCH" {
                    #expect(answer.status < 300, "\(answer.status) for \(told)")
                }
                if answer.status != 204 { #expect((try? answer.json) != nil, "no JSON for \(told)") }
            }
        }
    }

    @Test("every route of the interface is in it, and it names no other")
    func routes() async throws {
        let folder = Scratch.project.appending(path: "Sources/Web/Interface")
        var routed: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            let code = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            for match in code.matches(of: /api\.(get|post|put|patch|delete)\("([^"]+)"\)/) {
                let path = match.2.replacing(/:(\w+)/) { "{\($0.1)}" }
                routed.insert("\(match.1.uppercased()) /\(path)")
            }
        }
        #expect(routed.count > 12)
        #expect(Set(try await operations().map(\.description)) == routed)
    }
}

/// One kept connection with the token.
private struct SharedLine: @unchecked Sendable {
    // Sendable: one call is waited for before the next.
    private let caller: HTTPCaller
    private let token: String

    init(_ page: PageServer) {
        caller = HTTPCaller(port: page.port)
        token = page.token
    }

    func ask(_ method: String, _ path: String, body: [UInt8]?, type: String?) async throws -> HTTPAnswer {
        try await PageServer.apart {
            try caller.ask(
                method, path, headers: [("X-Yilu-Token", token)] + (type.map { [("Content-Type", $0)] } ?? []),
                body: body)
        }
    }
}
