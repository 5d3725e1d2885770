import Foundation
import Testing

@Suite("what is given to a command")
struct GivenTextTests {
    /// What a line of bash says in which `$Y` is the program, and how it ends.
    private func bash(_ scratch: Scratch, _ line: String, language: String = "en") async throws -> Outcome {
        try await scratch.run(
            URL(filePath: "/bin/bash"), ["-c", line], environment: ["Y": Scratch.program.path, "LANG": language])
    }

    @Test(
        "is UTF-8, or is refused with 64 before anything is done",
        arguments: [
            "record add activity title=$'\\xb0\\xae'", "report --out $'\\xb0\\xae.html'", "record list $'\\xff'",
            "--home $'\\xb0\\xae' status", "help $'\\xff'",
        ])
    func arguments(command: String) async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        for (language, word) in [("en", "as with LANG"), ("zh", "终端设为 UTF-8")] {
            let outcome = try await bash(scratch, "$Y --home host \(command)", language: language)
            #expect(outcome.code == 64 && outcome.output.isEmpty, "\(outcome.errors)")
            #expect(outcome.errorLines.count == 2 && outcome.errors.contains(word), "\(outcome.errors)")
        }
        #expect(try await scratch.numbers("host").isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).sorted() == ["host", "state"])
    }

    @Test("by a variable that names a place is UTF-8, too, where it is used")
    func variables() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        for line in [
            "HOME=$'/tmp/\\xff' $Y status", "YILU_HOME=$'\\xff' $Y status",
            "XDG_STATE_HOME=$'\\xff' $Y --home host status",
            "HOME=$'\\xff' XDG_STATE_HOME= $Y --home host status",
        ] {
            let outcome = try await bash(scratch, line)
            #expect(outcome.code == 64 && outcome.errors.contains("environment variable"), "\(line): \(outcome.errors)")
        }
        for line in [
            "HOME=$'\\xff' YILU_HOME=$'\\xff' YILU_PASSPHRASE_FILE=$'\\xff' $Y --home host status",
            "HOME=$'\\xff' XDG_STATE_HOME= $Y --home host --sidecar state/yilu status",
            "OTHER=$'\\xff' $Y --home host status",
        ] {
            let outcome = try await bash(scratch, line)
            #expect(outcome.code == 0, "\(line): \(outcome.errors)")
        }
    }
}
