import Foundation
import Testing

@Suite("two reports, on the command line")
struct CompareTests {
    @Test("a record that was edited to another kind is told by its kinds, and not as equal")
    func kinds() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.exchange(["037"])
        try await scratch.done("037", "record", "add", "activity", "title=包饺子", "kind=meal")
        try await scratch.exchange(["037"])
        try await scratch.done("037", "record", "edit", "037-1", "kind=tea")
        try await scratch.done("host", "report", "--place", "037", "--out", "host.json")
        func compare() async throws -> String {
            try await scratch.done("037", "report", "--compare", "host.json", "--lang", "en").output
        }
        let lines = try await compare().split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.dropFirst() == ["Activities: 1 here, 1 at host", "Tea 1 here, – there", "Meal – here, 1 there"])
        try await scratch.exchange(["037"])
        try await scratch.done("host", "report", "--place", "037", "--out", "host.json")
        #expect(try await compare().contains("Both reports are equal."))
    }
}
