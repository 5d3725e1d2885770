import Device
import FieldRecords
import Foundation
import Reports
import Store
import Testing

@Suite("records in open formats")
struct RecordExportTests {
    @discardableResult
    private static func export(
        _ device: Device, _ form: String?, _ format: TableFormat, to file: String, photos: String? = nil,
        personal: Bool = false
    ) throws -> RecordExport {
        try device.exportRecords(
            RecordExportRequest(
                form: form, format: format, out: file, place: nil, photos: photos, showsPersonal: personal,
                language: .zh), progress: { _, _ in })
    }

    private static func table(_ file: String) throws -> (header: [String], rows: [[String: String]]) {
        var table = try CSVTable(bytes: file.bytes())
        var rows: [[String: String]] = []
        while let row = try table.next() { rows.append(Dictionary(uniqueKeysWithValues: zip(table.header, row.cells))) }
        return (table.header, rows)
    }

    @Test(
        "the big list of naughty strings comes out of every format as it went in",
        .enabled(if: SharedData.isThere("hostile/blns.json"), "no ../shared/data"))
    func naughtyStrings() throws {
        let network = try TestNetwork()
        let texts = try JSONValue(parsing: SharedData.bytes("hostile/blns.json")).elements?.compactMap(\.text) ?? []
        let usable = texts.filter { !$0.isEmpty && !$0.utf8.contains(0) }
        #expect(usable.count > 400)
        let lines = usable.map { text in
            JSONValue.object([
                JSONMember("kind", "other"), JSONMember("title", .string(text)), JSONMember("location", "40.2 116.2"),
            ]).compact
        }
        let file = try network.write(Array((lines.joined(separator: "\n") + "\n").utf8), "jsonl")
        #expect(try network.host.rows(file).added == usable.count)

        let out = network.freshPath("jsonl")
        try Self.export(network.host, "issue", .jsonl, to: out)
        let objects = try out.bytes().split(separator: 0x0A).map { try JSONValue(parsing: $0) }
        #expect(objects.map { $0["fields"]?["title"]?.text } == usable)
        try Self.export(network.host, "issue", .csv, to: out)
        let cells = try Self.table(out).rows.map { $0["title"] ?? "" }
        #expect(cells == usable.map { Cell.text($0).plainText })
        #expect(cells.allSatisfy { !["=", "+", "-", "@", "\t"].contains($0.unicodeScalars.first.map(String.init)) })
        try Self.export(network.host, "issue", .geojson, to: out)
        let features = try JSONValue(parsing: out.bytes(), limits: JSONLimits(bytesMax: 1 << 24))["features"]?.elements
        #expect(features?.map { $0["properties"]?["title"]?.text } == usable)
        #expect(features?.allSatisfy { $0["geometry"]?["coordinates"] == [.decimal(116.2), .decimal(40.2)] } == true)
        try Self.export(network.host, "issue", .xlsx, to: out)
        let report = try network.host.report(ReportRequest(), withRecords: true)
        #expect(report.result(.issuesRaised)?.value == Double(usable.count))
        #expect(!report.page(in: .zh).isEmpty)
    }

    @Test("personal values are masked unless asked for, of the own place too")
    func personal() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue([("raised_by", "李雷")])
        try network.exchange(station, network.host)
        let file = network.freshPath("csv")
        for device in [station, network.host] {
            for format in [TableFormat.csv, .jsonl, .geojson] {
                try Self.export(device, "issue", format, to: file)
                #expect(try !String(decoding: file.bytes(), as: UTF8.self).contains("李雷"))
                try Self.export(device, "issue", format, to: file, personal: true)
                #expect(try String(decoding: file.bytes(), as: UTF8.self).contains("李雷"))
            }
        }
    }

    @Test("codes stand beside their labels, deleted records stay away, and what comes out goes in again")
    func columns() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try station.addRecord(
            form: "visit", typed: [("services", "rest meal"), ("people", "3")], files: [], place: nil, by: nil)
        try station.addIssue()
        let deleted = try station.addIssue()
        _ = try station.deleteRecord(number: deleted, by: nil)
        let file = network.freshPath("csv")
        try Self.export(station, "visit", .csv, to: file)
        let (header, rows) = try Self.table(file)
        #expect(header.prefix(4) == ["_number", "_place", "_station", "_town"])
        #expect(rows.count == 1 && rows[0]["_number"] == "037-1" && rows[0]["services"] == "rest meal")
        #expect(rows[0]["services_label"] == "歇歇脚、用餐" && rows[0]["_place"] == "037" && rows[0]["_town"] == "霍营街道")
        #expect(try Self.export(station, "issue", .csv, to: file).files[0].records == 1)
        let lines = network.freshPath("jsonl")
        try Self.export(station, "visit", .jsonl, to: lines)
        #expect(try network.host.rows(lines, form: "auto").added == 1)
    }

    @Test("photos go into an archive, under the names that the cells have; those still elsewhere are counted")
    func photos() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let photo = try network.write([0xFF, 0xD8, 0xFF] + Array(repeating: 7, count: 5_000), "jpg")
        _ = try station.addRecord(
            form: "issue", typed: [("kind", "other")], files: [("photo", photo)], place: nil, by: nil)
        let (file, archive) = (network.freshPath("csv"), network.freshPath("zip"))
        let export = try Self.export(station, "issue", .csv, to: file, photos: archive)
        #expect(export.photos == 1 && export.photosMissing == 0)
        #expect(try Self.table(file).rows[0]["photo"] == "037-1-photo.jpg")
        #expect(try String(decoding: archive.bytes(), as: UTF8.self).contains("037-1-photo.jpg"))
        try StoreFile(network.path("037")).execute("UPDATE blob SET content = NULL")
        let later = try Self.export(station, "issue", .csv, to: file, photos: archive)
        #expect(later.photos == 0 && later.photosMissing == 1)
    }

    @Test("everything goes out with a page of its columns, added forms too")
    func everything() throws {
        let network = try TestNetwork()
        let form = """
            survey
            ,type,name,label
            ,text,room,Room
            settings
            ,form_id,form_title,version
            ,leak,Leak,1

            """
        _ = try network.host.addForm(csv: Array(form.utf8))
        let station = try network.station("037")
        _ = try station.addRecord(
            form: "leak", typed: [("room", "厨房")], files: [], place: nil, by: nil)
        let folder = network.freshPath("out")
        let export = try Self.export(station, nil, .csv, to: folder)
        #expect(export.files.count == BuiltInForms.all.count + 1 && export.photosFile == nil)
        #expect(try Self.table(folder + "/leak.csv").rows[0]["room"] == "厨房")
        let page = try String(decoding: (folder + "/README.md").bytes(), as: UTF8.self)
        #expect(page.contains("leak.csv") && page.contains("| room | Room |"))
        // The view came with the form, and sqlite3 reads it.
        #expect(try StoreFile(network.path("037")).texts("SELECT room FROM form_leak") == ["厨房"])
        expectFailure(.badData) { try Self.export(station, "leak", .geojson, to: network.freshPath("x")) }
        expectFailure(.badData) { try Self.export(station, "nonsense", .csv, to: network.freshPath("x")) }
    }
}
