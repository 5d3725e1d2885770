import Foundation
import Testing

@Suite("where a command writes")
struct StreamTests {
    private static let hasFullDevice = FileManager.default.fileExists(atPath: "/dev/full")

    /// What a line of bash says in which `$Y` is the program.
    private func bash(_ scratch: Scratch, _ line: String) async throws -> Outcome {
        try await scratch.run(
            URL(filePath: "/bin/bash"), ["-c", line], environment: ["Y": Scratch.program.path, "LANG": "en"])
    }

    @Test(
        "what cannot be said on standard error is left unsaid, and the exit code is what it is",
        .enabled(if: hasFullDevice), arguments: ["2>/dev/full", "2>&-", "2> >(true)", "2>&- <&-"])
    func unsaid(redirection: String) async throws {
        let scratch = try Scratch()
        let outcome = try await bash(scratch, "sleep 0.2 | $Y --home nothing status \(redirection); echo $?")
        #expect(outcome.output == "66\n")
    }

    @Test("a service whose complaints find no room goes on", .enabled(if: hasFullDevice))
    func service() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        let sync = "timeout --preserve-status 3 $Y --home 037 sync 127.0.0.1:9 --every 5s"
        #expect(try await bash(scratch, "\(sync) >/dev/null 2>/dev/full; echo $?").output == "0\n")
    }

    @Test("with standard output and error closed a save is made, nothing is written elsewhere, and it ends with 74")
    func closed() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        let add = "exec 3>&1; $Y --home 037 record add activity title=a <&- >&- 2>&-; echo $? >&3"
        #expect(try await bash(scratch, add).output == "74\n")
        #expect(try await scratch.numbers("037") == ["037-1"])
        let export = "exec 3>&1; $Y --home 037 bundle export --to host --out o <&- >&- 2>&-; echo $? >&3"
        #expect(try await bash(scratch, export).output == "74\n")
        #expect(try await scratch.answer("host", "bundle", "import", "o")["records"]?["new"]?.number == 1)
        try await scratch.done("037", "check", "--deep")
    }

    @Test("a reader of a long list may go away, and a disk that fills up under it is told", .enabled(if: hasFullDevice))
    func longList() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        let note = String(repeating: "n", count: 50_000)
        for _ in 0..<4 {
            try await scratch.done("host", "record", "add", "activity", "title=a", "note=\(note)", "--place", "T01")
        }
        let list = "$Y --home host record list --json"
        let head = try await bash(scratch, "\(list) | head -c 1; echo ${PIPESTATUS[0]}")
        #expect(head.output == "[0\n" && head.errors.isEmpty, "\(head.errors)")
        let full = try await bash(scratch, "\(list) >/dev/full")
        #expect(full.code == 74 && full.errors.contains("cannot write to standard output"), "\(full.errors)")
        let limited = try await bash(scratch, "(ulimit -f 100; \(list) >listed); echo $?")
        #expect(limited.output == "74\n" && limited.errors.contains("cannot write"), "\(limited.errors)")
    }
}
