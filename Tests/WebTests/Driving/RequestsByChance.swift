import Foundation
import Seeds

/// Requests by chance: half of what they are made of is right, so that they come far.
struct RequestsByChance {
    private var random: SeededRandom

    init(_ random: SeededRandom) { self.random = random }

    /// What a parameter of that name may hold, on the device of the tests.
    private static let right: [String: String] = [
        "number": "037-1", "form": "activity", "from": "2026-01-01", "to": "2026-12-31", "place": "037", "limit": "5",
        "offset": "1", "q": "一", "choice": "kind:tea", "kind": "standing", "order": "oldest",
    ]

    mutating func request(
        _ operation: DocumentTests.Operation, isSound: Bool
    ) -> (path: String, body: [UInt8]?) {
        var path = "/api/v1" + operation.path
        var query: [String] = []
        for (name, isInPath) in operation.parameters {
            let isRight = isSound || random.oneIn(2)
            let value = isRight ? RequestsByChance.right[name] ?? "1" : text()
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
