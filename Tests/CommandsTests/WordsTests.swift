import Foundation
import Testing

@Suite("words for people who read Chinese")
struct WordsTests {
    private func write(_ text: String, _ name: String, in scratch: Scratch) throws {
        try Data(text.utf8).write(to: scratch.folder.appending(path: name))
    }

    private func errors(_ scratch: Scratch, _ home: String, _ command: String...) async throws -> String {
        let outcome = try await scratch.yilu(home, command + ["--lang", "zh"])
        #expect(outcome.code != 0 && outcome.errorLines.count == 2, "\(command): \(outcome.errors)")
        return outcome.errorLines.first ?? ""
    }

    @Test("a file that is not there or in the way is named with the reason")
    func files() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try write("", "f2", in: scratch)
        #expect(try await errors(scratch, "host", "export", "all", "--out", "f2").hasPrefix("yilu: 写不了 f2：这不是文件夹"))
        #expect(
            try await errors(scratch, "host", "export", "all", "--out", "f2/x").hasPrefix("yilu: 写不了 f2/x：这不是文件夹"))
        let gone = "没有这个文件或文件夹"
        #expect(try await errors(scratch, "new", "join", "nofile") == "yilu: 读不了文件 nofile：\(gone)")
        #expect(try await errors(scratch, "host", "bundle", "import", "nofile").contains(gone))
        let out = try await scratch.yilu("host", ["backup", "no/such", "--lang", "en"])
        #expect(out.errorLines.first == "yilu: cannot write no/such: No such file or directory")
        // The folder of many files is made with those above it.
        try await scratch.done("host", "export", "all", "--out", "deep/er/all")
        #expect(FileManager.default.fileExists(atPath: scratch.path("deep/er/all/README.md")))
    }

    @Test("a name with a control character is refused for it, and one that turns the writing is told without that")
    func names() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        #expect(try await errors(scratch, "host", "town", "add", "甲\t乙").contains("控制字符"))
        #expect(try await errors(scratch, "host", "town", "add", " ").contains("不能为空"))
        let added = try await scratch.done("host", "town", "add", "甲\u{202E}乙", "--lang", "zh")
        #expect(added.output == "已登记 T02 甲乙。\n")
    }

    @Test("a spoilt bundle and an edited invitation are, too")
    func damage() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "bundle", "export", "--to", "host", "--out", "b.yilu")
        let url = scratch.folder.appending(path: "b.yilu")
        let whole = try Data(contentsOf: url)
        for place in [60, whole.count / 2, whole.count - 2] {
            var bytes = whole
            bytes[place] ^= 1
            try bytes.write(to: url)
            let words = try await errors(scratch, "host", "bundle", "import", "b.yilu")
            #expect(words.firstMatch(of: #/[a-z]{2,} [a-z]{2,}/#) == nil, "\(words)")
        }
        try await scratch.done(
            "host", "station", "invite", "新站", "--town", "百善镇", "--code", "038", "--out", "038.invitation")
        let text = try String(contentsOfFile: scratch.path("038.invitation"), encoding: .utf8)
        try write(text.replacingOccurrences(of: "新站", with: "旧站"), "038.invitation", in: scratch)
        #expect(try await errors(scratch, "038", "join", "038.invitation").contains("邀请在主机写好之后被改动过"))
    }

    @Test("a check that looks at no change does not say how many it checked")
    func shallowCheck() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        #expect(try await scratch.done("host", "check").output == "文件完好。要核对其中的变更：yilu check --deep\n")
        let deep = try await scratch.done("host", "check", "--deep", "--lang", "en").output
        #expect(deep.contains("All is well: ") && deep.contains(" changes checked."))
    }

    @Test("nothing is said twice, and what a form lacks is left out")
    func once() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try write("{\"title\":\"茶\",\"kind\":\"meal\"}\n{\n", "rows.jsonl", in: scratch)
        let chinese = try await scratch.yilu("host", ["import", "activity", "rows.jsonl", "--lang", "zh"])
        #expect(chinese.errorLines.first?.hasPrefix("yilu: rows.jsonl 第 2 行：JSON 第") == true, "\(chinese.errors)")
        let english = try await scratch.yilu("host", ["import", "activity", "rows.jsonl", "--lang", "en"])
        #expect(english.errorLines.first?.hasPrefix("yilu: rows.jsonl, line 2: JSON at") == true, "\(english.errors)")
        try write("survey,type,name,label\n,text,t,T\nsettings,form_id,form_title\n,x,X\n", "x.csv", in: scratch)
        let published = try await scratch.done("host", "form", "add", "x.csv", "--lang", "en")
        #expect(published.output == "Published the form x: “X”.\n")
    }
}
