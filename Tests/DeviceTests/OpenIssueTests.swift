import Device
import FieldRecords
import Testing

@Suite("Open issues")
struct OpenIssueTests {
    @Test("the oldest by their day come first, however late they came and however many there are")
    func oldest() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let lines = (0..<501).map { "n\($0),entry,2023-11-0\(1 + $0 % 3),\($0 % 2 == 0 ? "open" : "assigned")\n" }
        let file = try network.write(Array(("title,kind,date,status\n" + lines.joined()).utf8), "csv")
        #expect(try station.rows(file).added == 501)
        let oldest = try station.addIssue([("date", "2023-01-05")])
        let closed = try station.addIssue([("date", "2023-01-01"), ("status", "resolved")])
        let told = try station.openIssues(ReportRequest(), limit: 20)
        #expect(told.count == 502 && told.oldest.count == 20)
        #expect(told.oldest[0].number == oldest && !told.oldest.contains { $0.number == closed })
        #expect(told.oldest[1].fields.contains { $0.name == "date" && $0.value == .text("2023-11-01") })
    }

    @Test("are those of the place that is asked for")
    func place() throws {
        let network = try TestNetwork()
        let one = try network.host.addIssue(place: try station(network, "037", "T01"))
        let other = try network.host.addIssue(place: try station(network, "038", "T02"))
        try network.host.edit(one, "date", "2023-11-09")
        func numbers(_ place: String?) throws -> [String] {
            try network.host.openIssues(ReportRequest(place: place), limit: 9).oldest.map(\.number)
        }
        #expect(try numbers(nil) == [other, one])
        for (place, number) in [("T01", one), ("T02", other), ("038", other)] {
            #expect(try numbers(place) == [number])
        }
    }

    private func station(_ network: TestNetwork, _ code: String, _ town: String) throws -> String {
        _ = try network.station(code, town: town)
        return code
    }
}
