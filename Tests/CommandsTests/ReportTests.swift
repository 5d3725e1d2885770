import Foundation
import Testing

/// The newspaper's winter, counted by hand from its 32 records.
@Suite("the season report", .enabled(if: Scratch.hasData, "no ../shared/data"))
struct ReportTests {
    /// From the first day of winter to the end of November: what the four formats must say.
    static let winter: [(id: String, value: String)] = [
        ("stations_known", "15"), ("stations_heard", "15"), ("visits", "1"), ("packs", "0"), ("activities", "8"),
        ("issues_raised", "4"), ("issues_resolved", "1"), ("days_to_resolve_median", "5"), ("talks", "1"),
        ("microservices", "5"), ("volunteer_hours", "0"), ("honours", "3"), ("people_honoured", "15"),
    ]

    static let period = ["--from", "2023-11-07", "--to", "2023-11-30"]

    @Test("says what a person counts, in JSON, CSV, HTML and text, in both languages")
    func formats() async throws {
        let scratch = try Scratch()
        for station in try await scratch.makeWinter() { try await scratch.carry(from: station, to: "host") }
        try await expectJSON(scratch)
        for language in ["zh", "en"] { try await expectTexts(scratch, language) }
        try await expectStationAgrees(scratch)
    }

    private func expectJSON(_ scratch: Scratch) async throws {
        let report = try await scratch.yilu("host", ["report", "--json"] + ReportTests.period).json
        let figures = report["figures"]?.elements ?? []
        #expect(figures.compactMap { $0["id"]?.text } == ReportTests.winter.map(\.id))
        let byID = Dictionary(uniqueKeysWithValues: figures.map { ($0["id"]?.text ?? "", $0) })
        for (id, value) in ReportTests.winter { #expect(byID[id]?["value"]?.number == Int(value), "\(id)") }
        #expect(
            byID["activities"]?["by_kind"]?.numbers == ["meal": 3, "tea": 2, "health": 1, "safety": 1, "letter": 1])
        #expect(byID["activities"]?["by_town"]?.numbers["霍营街道"] == 1)
        #expect(byID["activities"]?["by_town"]?.numbers.count == 8)
        #expect(
            byID["issues_raised"]?["by_kind"]?.numbers == ["entry": 1, "charging": 1, "rest": 1, "parcel_storage": 1])
        #expect(byID["issues_raised"]?["by_town"]?.numbers == ["沙河地区": 3, "百善镇": 1])
        #expect(byID["issues_resolved"]?["by_kind"]?.numbers == ["parcel_storage": 1])
        #expect(
            byID["microservices"]?["by_kind"]?.numbers
                == ["snap": 1, "clear": 1, "tidy": 1, "report": 1, "advocate": 1])
        #expect(
            byID["visits"]?["by_kind"]?.numbers == ["hot_water": 1, "thanks": 1, "warm_hands": 1, "rest": 1])
        #expect(byID["people_honoured"]?["by_town"]?.numbers == ["天通苑南街道": 10, "龙泽园街道": 5, "回龙观街道": 0])
        #expect(byID["talks"]?["by_town"]?.numbers == ["昌平区": 1])
        for figure in figures {
            #expect(figure["coverage"]?["known"]?.number == 15 && figure["coverage"]?["heard"]?.number == 15)
        }
        for (id, form) in [("activities", "activity"), ("honours", "honour"), ("packs", "handout")] {
            let listed = try await scratch.answer("host", "record", "list", form).elements
            #expect(byID[id]?["records"]?.elements.count == listed.count, "\(id)")
            #expect(
                Set(byID[id]?["records"]?.elements.compactMap(\.text) ?? [])
                    == Set(listed.compactMap { $0["number"]?.text }), "\(id)")
        }
        let year = try await scratch.answer("host", "report", "--from", "2023-01-01", "--to", "2023-12-31")
        let talks = year["figures"]?.elements.first { $0["id"]?.text == "talks" }
        #expect(talks?["by_kind"]?.numbers == ["spring": 1, "summer": 1, "autumn": 1, "winter": 1])
    }

    private func expectTexts(_ scratch: Scratch, _ language: String) async throws {
        let options = ReportTests.period + ["--lang", language]
        let csv = try await scratch.yilu("host", ["report", "--format", "csv"] + options).output
        let rows = csv.components(separatedBy: "\r\n").map { $0.components(separatedBy: ",") }
        #expect(csv.hasPrefix("\u{FEFF}figure,"))
        let page = try await scratch.yilu("host", ["report", "--format", "html"] + options).output
        let text = try await scratch.yilu("host", ["report"] + options).output
        #expect(page.contains(language == "zh" ? "<html lang=\"zh-CN\">" : "<html lang=\"en\">"))
        for (id, value) in ReportTests.winter {
            let row = rows.first { $0.first?.hasSuffix(id) == true && $0.count > 5 && $0[2] == "all" }
            #expect(row?[5] == value, "\(id) in CSV")
            #expect(page.contains("<a href=\"#\(id)\">\(value)</a>"), "\(id) in HTML")
            let title = try #require(row?[1])
            let line = text.split(separator: "\n").first { $0.hasPrefix(title + " ") }
            #expect(line?.dropFirst(title.count).split(separator: " ").first.map(String.init) == value, "\(id) in text")
        }
    }

    /// A station says of itself what the district says of it.
    private func expectStationAgrees(_ scratch: Scratch) async throws {
        let station = try await scratch.answer("host", "station", "list").elements.first {
            $0["name"]?.text == "沙河镇暖心驿站"
        }
        let code = try #require(station?["code"]?.text)
        let own = try await scratch.yilu(code, ["report", "--json"] + ReportTests.period).json
        let districts = try await scratch.yilu("host", ["report", "--place", code, "--json"] + ReportTests.period).json
        for (one, other) in zip(own["figures"]?.elements ?? [], districts["figures"]?.elements ?? []) {
            #expect(one["value"]?.number == other["value"]?.number, "\(one["id"]?.text ?? "")")
            #expect(one["records"]?.elements.map(\.text) == other["records"]?.elements.map(\.text))
        }
        #expect(own["figures"]?.elements.first { $0["id"]?.text == "issues_raised" }?["value"]?.number == 3)
    }

    @Test("a period that runs backwards, or is none, is a fault of the command line")
    func backwards() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        for options in [
            ["--from", "2023-11-30", "--to", "2023-11-01"], ["--from", "2023-02-29"], ["--to", "yesterday"],
            ["--from", "9999-01-01"],
        ] {
            let outcome = try await scratch.yilu("host", ["report"] + options)
            #expect(outcome.code == 64 && outcome.output.isEmpty && outcome.errorLines.count == 2, "\(options)")
        }
    }

    @Test("a file that is no report cannot be compared with, and that is no fault of the program")
    func compareWithNoReport() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        for text in ["{}", "a,b\n1,2\n", ""] {
            try scratch.write(text, to: "other.json")
            let refused = try await scratch.yilu("host", ["report", "--compare", "other.json", "--lang", "en"])
            #expect(refused.code == 65 && refused.output.isEmpty && refused.errorLines.count == 2, "\(refused.errors)")
        }
    }

    @Test("--out writes the format that the file's ending names, whole or not at all")
    func out() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.done("host", "report", "--out", "r.html")
        #expect(try scratch.text(of: "r.html").hasPrefix("<!DOCTYPE html>"))
        try await scratch.done("host", "report", "--out", "r.json")
        #expect(try JSON(Data(scratch.text(of: "r.json").utf8))["figures"]?.elements.count == 13)
        let refused = try await scratch.yilu("host", ["report", "--place", "nowhere", "--out", "r.html"])
        #expect(refused.code == 65)
        #expect(try scratch.text(of: "r.html").hasSuffix("</html>\n"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).allSatisfy {
                !$0.contains(".part")
            })
    }
}

extension JSON {
    /// The numbers of an object.
    var numbers: [String: Int] {
        Dictionary(uniqueKeysWithValues: keys.compactMap { key in self[key]?.number.map { (key, $0) } })
    }
}
