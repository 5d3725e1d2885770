import Foundation
import Testing

@Suite("stations that never had a network")
struct StoryTests {
    @Test(
        "the winter's records reach the host, and the digests agree", .enabled(if: Scratch.hasData, "no ../shared/data")
    )
    func winter() async throws {
        let scratch = try Scratch()
        let stations = try await scratch.makeWinter()
        #expect(try await scratch.numbers("host").count == 4)
        for station in stations { try await scratch.carry(from: station, to: "host") }
        #expect(try await scratch.numbers("host").count == 32)
        try await scratch.expectAgreement(stations)
        #expect(try await scratch.answer("host", "status")["missing"]?.elements.isEmpty == true)
        #expect(try await scratch.answer("host", "check", "--deep")["ok"]?.isTrue == true)
    }

    @Test(
        "three devices edit one field apart, see three values in any order of exchange, and agree once one settles",
        arguments: [["037", "037b", "037c"], ["037c", "037b", "037"], ["037b", "037c", "037"]])
    func threeValues(order: [String]) async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.makeDevice("037b", at: "037", by: "李明")
        try await scratch.makeDevice("037c", at: "037", by: "赵强")
        try await scratch.done("037", "record", "add", "activity", "title=茶", "people=1")
        try await scratch.exchange(["037", "037b", "037c"])
        for (index, device) in order.enumerated() {
            try await scratch.done(device, "record", "edit", "037-1", "people=\(index + 10)")
        }
        for device in order { try await scratch.carry(from: device, to: "host") }
        for device in order { try await scratch.carry(from: "host", to: device) }
        for device in order + ["host"] {
            let conflicts = try await scratch.answer(device, "conflict", "list").elements
            #expect(conflicts.count == 1 && conflicts.first?["field"]?.text == "people", "\(device)")
            let values = conflicts.first?["values"]?.elements.compactMap { $0["value"]?.number } ?? []
            #expect(values.sorted() == [10, 11, 12], "\(device)")
            #expect(try await scratch.answer(device, "status")["conflicts"]?.number == 1)
        }
        let settler = order[1]
        try await scratch.done(settler, "conflict", "settle", "037-1", "people", "--value", "12", "--by", "陈静")
        try await scratch.exchange([settler] + order.filter { $0 != settler })
        try await scratch.expectAgreement(order)
        for device in order + ["host"] {
            #expect(try await scratch.answer(device, "conflict", "list").elements.isEmpty, "\(device)")
            let shown = try await scratch.answer(device, "record", "show", "037-1")
            #expect(shown["fields"]?["people"]?.number == 12)
            let settlements = try await scratch.answer(device, "record", "history", "037-1").elements
                .filter { $0["settlement"]?.isTrue == true }
            #expect(settlements.compactMap { $0["by"]?.text } == ["陈静"])
        }
    }

    @Test("a value is kept by naming its change")
    func keep() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "activity", "title=茶", "people=1")
        try await scratch.carry(from: "037", to: "host")
        try await scratch.done("037", "record", "edit", "037-1", "people=2")
        try await scratch.done("host", "record", "edit", "037-1", "people=3")
        try await scratch.carry(from: "037", to: "host")
        let values = try await scratch.answer("host", "record", "show", "037-1")["conflicts"]?["people"]?.elements ?? []
        let two = try #require(values.first { $0["value"]?.number == 2 }?["dot"]?.text)
        try await scratch.done("host", "conflict", "settle", "037-1", "people", "--keep", two)
        #expect(try await scratch.answer("host", "record", "show", "037-1")["fields"]?["people"]?.number == 2)
        #expect(try await scratch.answer("host", "conflict", "list").elements.isEmpty)
    }

    @Test("a backup restored beside the device it came from loses no record and gives no number twice")
    func restore() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "activity", "title=yesterday")
        try await scratch.done("037", "backup", "yesterday.backup")
        try await scratch.done("037", "record", "add", "activity", "title=after the backup")
        try await scratch.carry(from: "037", to: "host")
        try await scratch.done("restored", "restore", "yesterday.backup")
        try await scratch.done("restored", "record", "add", "activity", "title=after the restore")
        try await expectBranchesMerge(scratch, "037", "restored", records: 3)
    }

    @Test("a raw copy of the folder, used in both places, loses no record and gives no number twice")
    func copy() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "activity", "title=before the copy")
        try FileManager.default.copyItem(atPath: scratch.path("037"), toPath: scratch.path("copy"))
        try await scratch.done("037", "record", "add", "activity", "title=in the original")
        try await scratch.done("copy", "record", "add", "activity", "title=in the copy")
        try await expectBranchesMerge(scratch, "037", "copy", records: 3)
    }

    /// Exchanges through the host until both branches hold the same, and counts.
    private func expectBranchesMerge(_ scratch: Scratch, _ one: String, _ other: String, records: Int) async throws {
        for _ in 0..<2 {
            for device in [one, other] {
                try await scratch.done(device, "bundle", "export", "--to", "host", "--out", "\(device).yilu")
                #expect(try await scratch.yilu("host", ["bundle", "import", "\(device).yilu"]).code != 65)
            }
            for device in [one, other] {
                // The label that a device gave itself offline may not be the one the host knows it by: offer it all.
                try await scratch.done("host", "bundle", "export", "--to", "all", "--out", "back")
                for file in try FileManager.default.contentsOfDirectory(atPath: scratch.path("back")) {
                    let code = try await scratch.yilu(device, ["bundle", "import", "back/\(file)"]).code
                    #expect([0, 75, 77].contains(code))
                }
            }
        }
        for device in ["host", one, other] {
            let listed = try await scratch.answer(device, "record", "list").elements
            let titles = listed.compactMap { $0["fields"]?["title"]?.text }
            #expect(listed.count == records && Set(titles).count == records, "\(device): \(titles)")
            #expect(Set(listed.compactMap { $0["number"]?.text }).count == records, "\(device)")
            #expect(try await scratch.answer(device, "check", "--deep")["ok"]?.isTrue == true)
        }
        try await scratch.expectAgreement([one, other])
    }

    @Test("eight writers on one home lose nothing and give no number twice")
    func writers() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        let each = 5
        let given = try await withThrowingTaskGroup(of: [String].self) { group in
            for writer in 0..<8 {
                group.addTask {
                    var numbers: [String] = []
                    for turn in 0..<each {
                        let added = try await scratch.answer(
                            "037", "record", "add", "activity", "title=\(writer)/\(turn)", "--by", "\(writer)")
                        numbers.append(try #require(added["number"]?.text))
                    }
                    return numbers
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(given).count == 8 * each)
        let listed = try await scratch.answer("037", "record", "list").elements
        #expect(Set(listed.compactMap { $0["number"]?.text }) == Set(given))
        #expect(Set(listed.compactMap { $0["fields"]?["title"]?.text }).count == 8 * each)
        #expect(try await scratch.answer("037", "check", "--deep")["ok"]?.isTrue == true)
    }

    @Test("a deletion that met an edit comes back as a conflict until someone settles it")
    func deletionMeetsEdit() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "activity", "title=茶", "people=1")
        try await scratch.carry(from: "037", to: "host")
        try await scratch.done("037", "record", "delete", "037-1")
        try await scratch.done("host", "record", "edit", "037-1", "people=2")
        try await scratch.carry(from: "037", to: "host")
        let conflicts = try await scratch.answer("host", "conflict", "list").elements
        #expect(conflicts.contains { $0["field"]?.text == "deleted" })
        try await scratch.done("host", "conflict", "settle", "037-1", "deleted", "--value", "true")
        try await scratch.carry(from: "host", to: "037")
        for device in ["host", "037"] {
            #expect(try await scratch.answer(device, "conflict", "list").elements.isEmpty)
            #expect(try await scratch.answer(device, "record", "show", "037-1")["deleted"]?.isTrue == true)
        }
        try await scratch.expectAgreement(["037"])
    }

    @Test("a station's bundle never carries another station's record")
    func places() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.makeStation("038")
        for station in ["037", "038"] {
            try await scratch.done(station, "record", "add", "activity", "title=\(station)")
        }
        try await scratch.exchange(["037", "038"])
        try await scratch.exchange(["037", "038"])
        #expect(try await scratch.numbers("037") == ["037-1"])
        #expect(try await scratch.numbers("038") == ["038-1"])
        #expect(try await scratch.digests("037").count == 1)
        #expect(try await scratch.yilu("037", ["record", "add", "activity", "title=x", "--place", "038"]).code != 0)
    }
}
