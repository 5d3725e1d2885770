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
        scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        page = try PageServer(scratch, "037")
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
            var chance = Chance(SeededRandom(UInt64(1000 + position)))
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

/// Requests by chance: half of what they are made of is right, so that they come far.
private struct Chance {
    private var random: SeededRandom

    init(_ random: SeededRandom) { self.random = random }

    private static let right: [String: String] = [
        "number": "037-1", "form": "activity", "from": "2026-01-01", "to": "2026-12-31", "place": "037", "limit": "5",
        "offset": "1", "q": "一", "choice": "status:open", "kind": "standing", "order": "oldest",
    ]

    mutating func request(
        _ operation: DocumentTests.Operation, isSound: Bool
    ) -> (path: String, body: [UInt8]?) {
        var path = "/api/v1" + operation.path
        var query: [String] = []
        for (name, isInPath) in operation.parameters {
            let isRight = isSound || random.oneIn(2)
            let value = isRight ? Chance.right[name] ?? "1" : text()
            let coded = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            if isInPath {
                path = path.replacing("{\(name)}", with: coded.isEmpty ? "x" : coded)
            } else if isSound || random.oneIn(2) {
                query.append("\(name)=\(coded)")
            }
        }
        if !query.isEmpty { path += "?" + query.joined(separator: "&") }
        guard let type = operation.bodyType else { return (path, nil) }
        if isSound, type != "application/json" { return (path, [0xFF, 0xD8, 0xFF]) }
        if !isSound, random.oneIn(4) { return (path, random.bytes(random.below(40))) }
        return (path, Array(body(isSound: isSound).utf8))
    }

    /// An object with the members that one of the bodies has, some of them wrong.
    private mutating func body(isSound: Bool) -> String {
        let members = [
            ("form", #""activity""#), ("fields", isSound ? #"{"title": "二"}"# : object()),
            ("typed", #"{"title": "二"}"#),
            ("by", #""王""#), ("number", #""037-1""#), ("opened", #""{}""#), ("once", #""o""#), ("place", #""037""#),
        ]
        let chosen = members.filter { !isSound || ["form", "fields", "typed"].contains($0.0) }
            .filter { _ in isSound || !random.oneIn(3) }
        return "{"
            + chosen.map { name, right in "\"\(name)\": \(isSound || random.oneIn(2) ? right : value(depth: 0))" }
            .joined(separator: ", ") + "}"
    }

    private mutating func object() -> String {
        let names = ["title", "date", "people", "photo", "place", "note", "no such", "", "_import", "__proto__"]
        return "{"
            + (0..<random.below(4)).map { _ in "\"\(random.one(of: names))\": \(value(depth: 1))" }
            .joined(separator: ", ") + "}"
    }

    private mutating func value(depth: Int) -> String {
        switch random.below(depth > 3 ? 5 : 8) {
        case 0: "null"
        case 1: "true"
        case 2: random.one(of: ["0", "-1", "9007199254740993", "1e308", "1E999", "-0.0", "0.1"])
        case 3, 4: quoted(text())
        case 5: "[" + (0..<random.below(3)).map { _ in value(depth: depth + 1) }.joined(separator: ",") + "]"
        case 6: #"{"file": "\#(String(repeating: "ab", count: 32))", "bytes": 4, "type": "image/jpeg"}"#
        default: "{\"a\": \(value(depth: depth + 1))}"
        }
    }

    private mutating func text() -> String {
        let pieces = [
            "一", "x", "'", "\"", "<", "%", "%00", "\u{0}", "\\", "/", "..", ":", "-", "9", "\u{202E}", "👩‍👩‍👧", " ", "$",
            "\u{FEFF}", "037", "activity", "2026-02-30", "status:open", "\u{1F}", "_",
        ]
        return (0..<random.below(6)).map { _ in random.one(of: pieces) }.joined()
    }

    private func quoted(_ text: String) -> String {
        "\""
            + text.unicodeScalars.map { scalar in
                switch scalar {
                case "\"": "\\\""
                case "\\": "\\\\"
                case _ where scalar.value < 0x20:
                    "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                default: String(scalar)
                }
            }.joined() + "\""
    }
}
