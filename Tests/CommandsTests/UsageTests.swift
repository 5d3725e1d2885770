import Foundation
import Testing

@Suite("the command line")
struct UsageTests {
    static let commands = [
        [], ["district"], ["district", "create"], ["town"], ["town", "add"], ["town", "list"], ["town", "invite"],
        ["station", "invite"], ["station", "list"], ["station", "rename"], ["station", "move"], ["station", "close"],
        ["member", "invite"], ["member", "list"], ["member", "admit"], ["member", "revoke"], ["member", "retire"],
        ["member", "move"], ["join"], ["invitation", "list"], ["invitation", "withdraw"], ["form", "list"],
        ["form", "show"], ["form", "add"], ["record"], ["record", "add"], ["record", "edit"], ["record", "show"],
        ["record", "list"], ["record", "history"], ["record", "delete"], ["record", "undelete"], ["record", "erase"],
        ["import"], ["conflict", "list"], ["conflict", "settle"], ["bundle", "export"], ["bundle", "import"],
        ["bundle", "inspect"], ["bundle", "verify"], ["sync"], ["serve"], ["status"], ["coverage"], ["report"],
        ["export"], ["check"], ["backup"], ["restore"],
    ]

    @Test("every command has help in both languages that fits 80 columns", arguments: commands)
    func help(of command: [String]) async throws {
        let scratch = try Scratch()
        let zh = try await scratch.yilu(nil, ["help"] + command)
        let en = try await scratch.yilu(nil, command + ["--help", "--lang", "en"])
        #expect(zh.code == 0 && en.code == 0)
        #expect(zh.output.contains("用法：yilu"))
        #expect(en.output.contains("Usage: yilu"))
        #expect(en.output.unicodeScalars.allSatisfy { $0.value < 0x2E80 }, "no Chinese in the English help")
        for line in (zh.output + en.output).split(separator: "\n") {
            let columns = line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
            #expect(columns <= 80, "\(line)")
        }
    }

    @Test(
        "a line that is not understood ends with 64, two lines on standard error, nothing on standard output",
        arguments: [
            ["record"], ["record", "frobnicate"], ["nonsense"], ["town", "add"], ["town", "add", "a", "b"],
            ["town", "add", "a", "--bogus"], ["town", "add", "a", "--code"], ["record", "list", "--limit", "many"],
            ["record", "list", "--limit", "-1"], ["record", "add", "visit", "no-equals-sign"],
            ["record", "add", "visit", "people=1", "people=2"], ["status", "--lang", "fr"], ["bundle", "import"],
            ["conflict", "settle", "037-1", "people"],
            ["conflict", "settle", "037-1", "people", "--value", "1", "--keep", "037:1"], ["sync", "http://host:8409"],
            ["serve", "--listen", ":::"], ["station", "invite", "站", "--town", "镇", "--out", "i", "--host", ""],
            ["station", "invite", "站", "--town", "镇", "--out", "i", "--host", "10.1.2.3:8409 "],
        ])
    func usage(_ arguments: [String]) async throws {
        let scratch = try Scratch()
        for language in ["zh", "en"] {
            let outcome = try await scratch.yilu(nil, arguments, environment: ["LANG": language])
            #expect(outcome.code == 64)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errorLines.count == 2)
            #expect(outcome.errors.hasPrefix("yilu: "))
            #expect(outcome.errorLines.last?.contains("yilu help") == true)
        }
    }

    @Test(
        "the language is --lang, else the locale's, else Chinese",
        arguments: [
            ([:], [], false), (["LANG": "en_GB.UTF-8"], [], true), (["LANG": "C.UTF-8"], [], false),
            (["LC_ALL": "zh_CN.UTF-8", "LANG": "en_US"], [], false),
            (["LC_MESSAGES": "en_US", "LANG": "de_DE"], [], true),
            (["LC_ALL": "", "LANG": "en_US"], [], true), (["LANG": "en_US"], ["--lang", "zh"], false),
            ([:], ["--lang=en"], true),
        ] as [([String: String], [String], Bool)])
    func language(_ environment: [String: String], _ arguments: [String], isEnglish: Bool) async throws {
        let outcome = try await Scratch().yilu(nil, ["help"] + arguments, environment: environment)
        #expect(outcome.output.contains("Usage:") == isEnglish)
    }

    @Test("options of every command may stand before its name")
    func leadingOptions() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        let before = try await scratch.yilu(nil, ["--json", "--home", "host", "town", "list"])
        let after = try await scratch.yilu(nil, ["town", "list", "--json", "--home=host"])
        #expect(before.code == 0 && before.output == after.output)
    }

    @Test("--version needs no device")
    func version() async throws {
        let outcome = try await Scratch().yilu(nil, ["--version"])
        #expect(outcome.code == 0 && outcome.output.hasPrefix("yilu "))
    }

    @Test("without a device commands end with 66 and say what to do")
    func noDevice() async throws {
        let scratch = try Scratch()
        for command in [["status"], ["record", "list"], ["check"], ["bundle", "import", "x.yilu"]] {
            let outcome = try await scratch.yilu("nowhere", command)
            #expect(outcome.code == 66, "\(command): \(outcome.errors)")
            #expect(outcome.errorLines.count == 2 && outcome.output.isEmpty)
        }
    }

    @Test("a home that cannot be looked into is told as such, not as one without a device")
    func closedHome() async throws {
        let scratch = try Scratch()
        try FileManager.default.createSymbolicLink(atPath: scratch.path("loop"), withDestinationPath: "loop")
        let outcome = try await scratch.yilu("loop", ["status", "--lang", "en"])
        #expect(outcome.code == 73 && outcome.errors.contains("symbolic links"), "\(outcome.errors)")
        try await scratch.done("host", "district", "create", "--name", "甲")
        guard getuid() != 0 else { return }
        chmod(scratch.path("host"), 0)
        let closed = try await scratch.yilu("host", ["status", "--lang", "en"])
        chmod(scratch.path("host"), 0o700)
        #expect(closed.code == 73 && closed.errors.contains("Permission denied"), "\(closed.errors)")
    }

    @Test("the home is --home, else YILU_HOME, else ~/.yilu")
    func home() async throws {
        let scratch = try Scratch()
        try await scratch.done("one", "district", "create", "--name", "甲")
        let named = try await scratch.yilu(nil, ["status", "--json"], environment: ["YILU_HOME": scratch.path("one")])
        #expect(try named.json["networkName"]?.text == "甲")
        #expect(try await scratch.yilu(nil, ["district", "create", "--name", "乙"]).code == 0)
        #expect(FileManager.default.fileExists(atPath: scratch.path(".yilu")))
        #expect(try await scratch.yilu(nil, ["status", "--json"]).json["networkName"]?.text == "乙")
    }

    @Test("a reader that goes away is no crash")
    func closedPipe() async throws {
        let scratch = try Scratch()
        try await scratch.done("host", "district", "create", "--name", "甲")
        let script = "'\(Scratch.program.path)' form show issue --home host | true; echo ${PIPESTATUS[0]}"
        let outcome = try await scratch.run(URL(filePath: "/bin/bash"), ["-c", script])
        #expect(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
    }

    @Test(
        "a full disk behind standard output is told, not passed over",
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func fullOutput() async throws {
        let scratch = try Scratch()
        let script = "'\(Scratch.program.path)' help > /dev/full"
        #expect(try await scratch.run(URL(filePath: "/bin/bash"), ["-c", script]).code == 74)
    }
}
