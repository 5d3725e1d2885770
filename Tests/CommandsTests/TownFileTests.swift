import Foundation
import Testing

@Suite("the list of towns that a district begins with")
struct TownFileTests {
    private func create(_ text: String, _ scratch: Scratch) async throws -> Outcome {
        try Data(text.utf8).write(to: scratch.folder.appending(path: "towns.csv"))
        return try await scratch.yilu(
            "host", ["district", "create", "--name", "昌平区", "--towns", "towns.csv", "--lang", "en"])
    }

    @Test(
        "is refused with file and row where a town has a code and no name, or a code that cannot be or is another's",
        arguments: [
            ("code,name\n1,A\n2,\n3,C\n", 3), ("name,code\nA,1\nB,1\n", 3), ("name,code\nA,a b\n", 2),
            ("name\nA\n\"B\"\nA\n", 4),
        ])
    func faults(text: String, row: Int) async throws {
        let scratch = try Scratch()
        let outcome = try await create(text, scratch)
        #expect(outcome.code == 65 && outcome.errorLines.count == 2)
        #expect(outcome.errors.hasPrefix("yilu: towns.csv, row \(row): "), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("host")))
    }

    @Test("may have other columns, and rows with neither name nor code")
    func others() async throws {
        let scratch = try Scratch()
        let outcome = try await create("code,name,people\n1,A,9\n,,9\n,B,\n", scratch)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(try await scratch.answer("host", "town", "list").elements.map { $0["name"]?.text } == ["A", "B"])
    }
}
