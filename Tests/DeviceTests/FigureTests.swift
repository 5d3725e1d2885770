import Device
import FieldRecords
import Reports
import Store
import Testing

@Suite("figures")
struct FigureTests {
    @Test("a stranger's nonsense in a field that is summed or dated changes no other record's figure")
    func nonsense() throws {
        let network = try TestNetwork()
        for quantity in ["5", "7"] {
            _ = try network.host.addRecord(
                form: "handout", typed: [("item", "手套"), ("quantity", quantity), ("date", "2023-11-08")], files: [],
                place: nil, by: nil)
        }
        let file = StoreFile(network.path("host"))
        let values = ["\"many\"", "9000000000000000000", "[1,2]", "{\"a\":1}", "null", "1e308"]
        for value in values {
            try file.execute(
                """
                INSERT INTO record (place, replica, number, form, version, fields)
                SELECT place, replica, number + 1000, form, version, '{"date":"2023-11-08","item":"x","quantity":\(value)}'
                FROM record WHERE form = 'handout' AND number = (SELECT max(number) FROM record WHERE form = 'handout')
                """)
        }
        let scope = ReportRequest(from: CivilDate("2023-11-08"), to: CivilDate("2023-11-08"))
        let packs = try network.host.report(scope, withRecords: true).result(.packs)
        #expect(packs?.byKind.first { $0.key == "手套" }?.value == 12)
        #expect(packs?.records.count == 2 + values.count)
        #expect(packs?.value == 12, "what is no number, or beyond any, counts 0")
    }

    private static func add(_ device: Device, _ form: String, _ typed: (String, String)...) throws {
        _ = try device.addRecord(form: form, typed: typed, files: [], place: nil, by: nil)
    }

    private static func report(_ device: Device, _ from: String, _ to: String) throws -> SeasonReport {
        try device.report(ReportRequest(from: CivilDate(from), to: CivilDate(to)), withRecords: true)
    }

    @Test("both end days count, and what was deleted does not")
    func endDays() throws {
        let network = try TestNetwork()
        for day in ["2023-11-06", "2023-11-07", "2023-11-30", "2023-12-01"] {
            try Self.add(network.host, "activity", ("title", day), ("kind", "tea"), ("date", day))
        }
        #expect(try Self.report(network.host, "2023-11-07", "2023-11-30").result(.activities)?.value == 2)
        try network.host.deleteRecord(number: "host-2", by: nil)
        let report = try Self.report(network.host, "2023-11-07", "2023-11-30")
        #expect(report.result(.activities)?.value == 1)
        #expect(report.result(.activities)?.records.map(\.number) == ["host-3"])
        try network.host.undeleteRecord(number: "host-2", by: nil)
        #expect(try Self.report(network.host, "2023-11-07", "2023-11-07").result(.activities)?.value == 1)
    }

    @Test("a town that is named like its district is counted beside it, each under its name and code")
    func townNamedLikeDistrict() throws {
        let network = try TestNetwork(towns: [("T01", "昌平区"), ("T02", "百善镇")])
        for place in [nil, "T01", "T01", "T02"] { try network.host.addIssue(place: place) }
        let report = try Self.report(network.host, "2023-11-08", "2023-11-08")
        let towns = report.result(.issuesRaised)?.byTown ?? []
        #expect(towns.map(\.key) == ["昌平区 host", "昌平区 T01", "百善镇"])
        #expect(towns.map(\.value) == [1, 2, 1])
    }

    @Test("issues resolved go by the day they were closed; the median of an even number is the mean of the middle two")
    func median() throws {
        let network = try TestNetwork()
        func resolve(_ raised: String, _ closed: String) throws {
            try Self.add(
                network.host, "issue", ("kind", "entry"), ("date", raised), ("status", "resolved"),
                ("closed_on", closed))
        }
        try resolve("2023-10-01", "2023-11-10")
        #expect(try Self.report(network.host, "2023-11-01", "2023-11-30").result(.daysToResolveMedian)?.value == 40)
        try resolve("2023-11-01", "2023-11-02")
        try resolve("2023-11-01", "2023-11-06")
        // Closed before it was raised, as real data has it.
        try resolve("2023-11-09", "2023-11-08")
        try resolve("2023-11-01", "2023-12-01")
        let report = try Self.report(network.host, "2023-11-01", "2023-11-30")
        #expect(report.result(.issuesResolved)?.value == 4)
        #expect(report.result(.issuesRaised)?.value == 4)
        #expect(report.result(.daysToResolveMedian)?.value == 3, "of -1, 1, 5, 40")
        #expect(report.result(.daysToResolveMedian)?.records.compactMap(\.amount).sorted() == [-1, 1, 5, 40])
        let none = try Self.report(network.host, "2022-11-01", "2022-11-30").result(.daysToResolveMedian)
        #expect(none != nil && none?.value == nil)
    }

    @Test("a sum takes what is left out for 0, tells tenths exactly, and a form's later version changes nothing")
    func sums() throws {
        let network = try TestNetwork()
        for hours in ["0.1", "0.2", "0.3", ""] {
            try Self.add(
                network.host, "shift",
                [("team", "patrol"), ("date", "2023-11-08")] + (hours.isEmpty ? [] : [("hours", hours)]))
        }
        let survey = """
            survey
            ,type,name,label,required
            ,text,Hours,Hours,
            ,date,date,Date,yes
            settings
            ,form_id,form_title,version
            ,shift,Shift,9

            """
        _ = try network.host.addForm(csv: Array(survey.utf8))
        let result = try Self.report(network.host, "2023-11-08", "2023-11-08").result(.volunteerHours)
        #expect(result?.value == 0.6 && result?.records.count == 4)
        #expect(result?.byKind.map(\.key) == ["patrol"] && result?.byKind.map(\.value) == [0.6])
    }

    private static func add(_ device: Device, _ form: String, _ typed: [(String, String)]) throws {
        _ = try device.addRecord(form: form, typed: typed, files: [], place: nil, by: nil)
    }
}
