import Device
import FieldRecords
import Reports
import Store
import Testing

@Suite("rows that two devices of a place imported before they had exchanged")
struct ImportedApartTests {
    private let network: TestNetwork
    private let one: Device
    private let other: Device
    private static let rows = "id,title,kind,date\nK1,门锁,rest,2023-11-08\nK2,热水,rest,2023-11-08\n"
    private static let corrected = "id,title,kind,date\nK1,门锁坏了,rest,2023-11-08\nK2,热水,rest,2023-11-08\n"

    init() throws {
        network = try TestNetwork()
        one = try network.station("037")
        other = try network.member(of: "037", home: "037b")
        try network.carry(network.host, to: one)
    }

    private func take(_ text: String, at device: Device) throws -> RowImport {
        try device.rows(try network.write(Array(text.utf8), "csv"), key: "id")
    }

    private func exchange() throws {
        for device in [one, other, one] { try network.exchange(device, network.host) }
    }

    /// Both devices import the rows and exchange.
    ///
    /// - Returns: the two records of the first row: the one that its key means, and the one beside it.
    private func importApart() throws -> (kept: String, other: String) {
        for device in [one, other] { #expect(try take(Self.rows, at: device).all == [2, 0, 0]) }
        try exchange()
        let pairs = try one.likelyDuplicates(form: "issue", limit: 9, showPersonal: false).pairs
        let pair = try #require(pairs.first { $0.one.fields.contains { $0.value == .text("门锁") } })
        return (pair.one.number, pair.other.number)
    }

    /// Expects that all devices agree, and count as many issues as there are titles.
    private func expectTitles(_ titles: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let day = CivilDate("2023-11-08")
        for device in [one, other, network.host] {
            let told = try device.numbers().map { try device.text($0, "title") ?? "" }
            #expect(told.sorted() == titles.sorted(), sourceLocation: sourceLocation)
            let report = try device.report(ReportRequest(from: day, to: day), withRecords: false)
            #expect(report.result(.issuesRaised)?.value == Double(titles.count), sourceLocation: sourceLocation)
            try expectSound(device, sourceLocation: sourceLocation)
        }
        try expectSame(one, other, sourceLocation: sourceLocation)
        try expectSame(network.host, one, sourceLocation: sourceLocation)
    }

    @Test("are listed as certain duplicates, and count once as soon as both import again, apart too")
    func importedAgain() throws {
        let (kept, gone) = try importApart()
        try expectTitles(["门锁", "门锁", "热水", "热水"])
        for device in [one, other, network.host] {
            let list = try device.likelyDuplicates(form: "issue", limit: 9, showPersonal: false)
            #expect(list.count == 2 && list.pairs.count == 2)
            #expect(list.pairs.allSatisfy { $0.percent == 100 && $0.reasons.map(\.en) == ["one row, imported twice"] })
            #expect(try device.likelyDuplicates(form: "issue", limit: 1, showPersonal: false).pairs.count == 1)
        }
        for device in [one, other] {
            let outcome = try take(Self.corrected, at: device)
            #expect(outcome.all == [0, 2, 0] && outcome.merged == 2 && outcome.left.isEmpty)
            #expect(try device.text(kept, "title") == "门锁坏了")
        }
        try exchange()
        try expectTitles(["门锁坏了", "热水"])
        #expect(try one.allConflicts().isEmpty)
        #expect(try one.likelyDuplicates(form: "issue", limit: 9, showPersonal: false).count == 0)
        #expect(try one.record(number: gone, showPersonal: false).mergedInto == [kept])
        #expect(try take(Self.corrected, at: one).all == [0, 0, 2])

        // Both wrote the merge down: taken back once it is taken back.
        _ = try other.undoMerge(number: gone, by: nil)
        try other.deleteRecord(number: gone, by: nil)
        #expect(try other.record(number: gone, showPersonal: false).mergedInto.isEmpty)
        try other.undeleteRecord(number: gone, by: nil)
        #expect(try other.dismissDuplicate(kept, gone, by: nil))
        try exchange()
        #expect(try take(Self.corrected, at: one).merged == 0, "a person said that they are two")
        try expectTitles(["门锁坏了", "门锁", "热水"])
    }

    @Test("and corrected apart, not equally far, count once after the next import, with a row told twice in it")
    func correctedApart() throws {
        let later = Self.rows.replacing("热水", with: "热水器")
        for (device, files) in [(one, [Self.rows, Self.corrected, later]), (other, [Self.rows, Self.corrected])] {
            for file in files { #expect(try take(file, at: device).merged == 0) }
        }
        try exchange()
        try expectTitles(["门锁", "门锁坏了", "热水", "热水器"])
        let next = Self.corrected + "K1,门锁已修,rest,2023-11-08\n"
        let outcome = try take(next, at: other)
        #expect(outcome.all == [0, 3, 0] && outcome.merged == 2 && outcome.left.isEmpty)
        try exchange()
        try expectTitles(["门锁已修", "热水"])
        #expect(try one.allConflicts().isEmpty)
    }

    @Test("stay two where a person wrote into the other, and the import names it", arguments: ["title", "note"])
    func editedByHand(field: String) throws {
        let (kept, edited) = try importApart()
        #expect(try other.edit(edited, field, "手写"))
        try exchange()
        for _ in 1...2 {
            let left = try take(Self.corrected, at: one).left
            #expect(left.map(\.other) == [edited] && left.map(\.kept) == [kept])
            #expect(left.map(\.row) == [2] && left.map(\.fields) == [[field]])
        }
        try exchange()
        try expectTitles(["门锁坏了", field == "title" ? "手写" : "门锁", "热水"])
        #expect(try one.likelyDuplicates(form: "issue", limit: 9, showPersonal: false).count == 1)
        _ = try one.mergeRecords(keep: kept, other: edited, take: [field], by: nil)
        #expect(try one.text(kept, field) == "手写")
        #expect(try take(Self.rows, at: one).left.isEmpty)
        try exchange()
        try expectTitles(["门锁", "热水"])
    }

    @Test("come back as a conflict where somebody wrote into the one that was merged away, or deleted the kept one")
    func meanwhile() throws {
        let (kept, gone) = try importApart()
        #expect(try take(Self.rows, at: one).merged == 2)
        #expect(try other.edit(gone, "note", "手写"))
        try other.deleteRecord(number: kept, by: nil)
        try exchange()
        try expectTitles(["门锁", "门锁", "热水"])
        #expect(try Set(one.allConflicts().map { [$0.number, $0.field] }) == [[kept, "deleted"], [gone, "deleted"]])
        #expect(try take(Self.corrected, at: other).left.map(\.other) == [gone])
    }

    @Test("keep a value that only the other file had, until a file says it")
    func otherColumns() throws {
        let fuller = "id,title,kind,date,note\nK1,门锁,rest,2023-11-08,东门\nK2,热水,rest,2023-11-08,\n"
        for (device, file) in [(one, Self.rows), (other, fuller)] { _ = try take(file, at: device) }
        try exchange()
        let outcome = try take(Self.rows, at: one)
        #expect(outcome.merged + outcome.left.count == 2 && outcome.left.allSatisfy { $0.fields == ["note"] })
        #expect(try take(fuller, at: one).left.isEmpty)
        try exchange()
        try expectTitles(["门锁", "热水"])
        let first = try #require(try one.numbers().first { try one.text($0, "title") == "门锁" })
        #expect(try one.text(first, "note") == "东门")
    }
}
