import Device
import FieldRecords
import Reports
import Store
import Testing

@Suite("two reports that count the same number")
struct ComparedPartsTests {
    private static func entry(_ comparison: Comparison, _ id: FigureID) throws -> Comparison.Entry {
        try #require(comparison.entries.first { $0.figure.id == id })
    }

    private static func texts(_ parts: [PartDifference]) -> [String] {
        parts.map { "\($0.key) \($0.here.map(FigureText.number) ?? "-") \($0.there.map(FigureText.number) ?? "-")" }
    }

    @Test("are not equal where a record was edited to another kind")
    func kinds() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let numbers = try ["meal", "meal"].map { kind in
            try station.addRecord(
                form: "activity", typed: [("title", "包饺子"), ("kind", kind)], files: [], place: nil, by: nil
            ).number
        }
        try network.exchange(station, network.host)
        try station.edit(numbers[0], "kind", "tea")
        let report = try ComparisonTests.report(of: network.host, place: "037")
        let comparison = try station.compare(with: report, place: nil).comparison
        #expect(!comparison.isEqual && comparison.json["equal"] == .bool(false))
        let activities = try Self.entry(comparison, .activities)
        #expect(activities.here == 2 && activities.there == 2 && activities.differences.isEmpty)
        #expect(Self.texts(activities.kinds) == ["meal 1 2", "tea 1 -"] && activities.towns.isEmpty)
        #expect(comparison.entries.filter { !$0.isEqual }.map(\.figure.id) == [.activities])
        try network.carry(station, to: network.host)
        let carried = try ComparisonTests.report(of: network.host, place: "037")
        #expect(try station.compare(with: carried, place: nil).comparison.isEqual)
    }

    @Test("are not equal where they are of other towns")
    func towns() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        try network.exchange(station, network.host)
        let text = try station.report(ComparisonTests.period, withRecords: true).json.pretty
        let other = try OtherReport(json: Array(text.replacing("\"霍营街道\"", with: "\"回龙观街道\"").utf8))
        let comparison = try network.host.compare(with: other, place: nil).comparison
        #expect(!comparison.isEqual)
        #expect(Self.texts(try Self.entry(comparison, .issuesRaised).towns) == ["霍营街道 1 -", "回龙观街道 - 1"])
    }

    @Test("name the records of a device that is unknown here as the other report does")
    func unknownNumbers() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let second = try network.member(of: "037", home: "037b")
        try station.addIssue()
        try second.addIssue()
        for device in [station, second] { try network.host.take(try network.bundleForHost(from: device)) }
        var request = ComparisonTests.period
        request.place = "037"
        let text = try network.host.report(request, withRecords: true).json.pretty
        let report = try OtherReport(json: Array(text.utf8))
        let notCarried = try station.compare(with: report, place: nil).comparison
        #expect(ComparisonTests.reasons(notCarried, .issuesRaised) == ["037b-1  there not_yet_carried"])
        // A number that the other report's own logs do not explain.
        let mangled = try OtherReport(json: Array(text.replacing("\"037b-1\"", with: "\"999-1\"").utf8))
        let comparison = try station.compare(with: mangled, place: nil).comparison
        #expect(ComparisonTests.reasons(comparison, .issuesRaised) == ["999-1  there unexplained"])
    }
}
