import Device
import FieldRecords
import Testing

@Suite("Forms in other encodings, and those that cannot be read")
struct FormEncodingTests {
    private static let leak = """
        survey
        ,type,name,label
        ,text,room,漏雨
        settings
        ,form_id,form_title,version
        ,leak,漏雨,1
        """

    private static var utf16: [UInt8] {
        [0xFF, 0xFE] + leak.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    private static var gb18030: [UInt8] {
        leak.unicodeScalars.flatMap { scalar -> [UInt8] in
            switch scalar {
            case "漏": [0xC2, 0xA9]
            case "雨": [0xD3, 0xEA]
            default: [UInt8(scalar.value)]
            }
        }
    }

    @Test(
        "a form is the same at every station, whatever encoding its file has",
        arguments: [utf16, gb18030, [0xEF, 0xBB, 0xBF] + Array(leak.utf8)])
    func encodings(csv: [UInt8]) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        #expect(try network.host.addForm(csv: csv).title.zh == "漏雨")
        #expect(try network.host.addForm(csv: Array(Self.leak.utf8)).name == "leak", "the same text is the same form")
        try network.carry(network.host, to: station)
        for device in [network.host, station] {
            let form = try #require(try device.forms().first { $0.name == "leak" })
            #expect(form.title.zh == "漏雨" && form.field("room")?.label.zh == "漏雨")
            #expect(try device.unreadableForms().isEmpty)
        }
        _ = try station.addRecord(
            form: "leak", typed: [("room", "厨房")], files: [], place: nil, by: nil)
    }

    @Test("a form that cannot be read hinders nothing but its own records, and is named")
    func unreadable() throws {
        let network = try TestNetwork()
        _ = try network.host.addForm(csv: Array(Self.leak.utf8))
        let station = try network.station("037")
        try StoreFile(network.path("037")).execute(
            """
            INSERT INTO form (name, version, definition, added) VALUES
                ('flood', '1', 'survey' || char(0), 1), ('leak', '2', x'EFBFBDEFBFBD' || '', 9999999999999),
                ('visit', '0', 'survey' || char(0), 0), ('visit', '9', 'survey' || char(0), 1)
            """)
        let names = try station.forms().map(\.name)
        #expect(names.contains("leak") && names.contains("visit") && !names.contains("flood"))
        #expect(
            try station.unreadableForms().map { "\($0.name) \($0.version)" }
                == ["flood 1", "leak 2", "visit 9", "visit 0"])
        #expect(try station.form(named: "leak").version == "1", "the version before it goes on")
        expectFailure(.badData) { _ = try station.form(named: "flood") }
        expectFailure(.badData) {
            _ = try station.addRecord(form: "flood", typed: [], files: [], place: nil, by: nil)
        }
        let saved = try station.addRecord(
            form: "leak", typed: [("room", "厨房")], files: [], place: nil, by: nil)
        #expect(try station.today().forms.contains { $0.name == "leak" })
        #expect(try station.recordPage(RecordListRequest()).records.map(\.number) == [saved.number])
    }
}
