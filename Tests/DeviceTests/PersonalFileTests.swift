import Device
import FieldRecords
import Foundation
import Testing

@Suite("A form that marks a photo as personal")
struct PersonalFileTests {
    private static func csv(_ personal: String) -> [UInt8] {
        Array(
            """
            survey
            ,type,name,label,personal
            ,text,name,姓名,yes
            ,image,photo,照片,\(personal)
            settings
            ,form_id,version
            ,guest,1
            """.utf8)
    }

    @Test("is not published: the photo would never leave its station")
    func refused() throws {
        let network = try TestNetwork()
        let error = #expect(throws: DeviceError.self) { _ = try network.host.addForm(csv: Self.csv("yes")) }
        #expect(error?.kind == .badData && error?.what.en.contains("survey, row 4, column personal") == true)
        #expect(try !network.host.forms().contains { $0.name == "guest" })
        _ = try network.host.addForm(csv: Self.csv("no"))
    }

    @Test("and was published before is read on, masks as it did, and takes no photo that would be stuck")
    func publishedBefore() throws {
        let network = try TestNetwork()
        _ = try network.host.addForm(csv: Self.csv(""))
        let station = try network.station("037")
        let update = "UPDATE form SET definition = replace(definition, '照片,', '照片,yes') WHERE name = 'guest'"
        for home in ["host", "037"] { try StoreFile(network.path(home)).execute(update) }
        let photo = try network.write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "png")
        func add(_ files: [(String, String)]) throws {
            _ = try station.addRecord(
                form: "guest", typed: [("name", "陈先生")], files: files, place: nil, by: nil)
        }
        #expect(try station.form(named: "guest").field("photo")?.isPersonal == true)
        expectFailure(.badData) { try add([("photo", photo)]) }
        #expect(try station.status().records == 0)
        // Nor from a row that names a photo which is here already.
        let held = try station.addRecord(
            form: "issue", typed: [("kind", "other"), ("title", "门")], files: [("photo", photo)], place: nil, by: nil)
        let named = try #require(
            try station.record(number: held.number, showPersonal: true).fields.first { $0.name == "photo" }
        ).value
        let line = "{\"name\":\"李\",\"photo\":\(named.json.compact)}\n"
        let rows = try station.rows(try network.write(Array(line.utf8), "jsonl"), form: "guest", keepGood: true)
        #expect(rows.added == 0)
        #expect(rows.refused.first?.reason.en.contains("would never reach the host") == true)
        try add([])
        try network.exchange(station, network.host)
        #expect(try network.host.text("037-2", "name", showPersonal: false) != "陈先生")
        #expect(try network.host.text("037-2", "name") == "陈先生")
    }
}
