import Device
import FieldRecords
import Testing

/// A value that is masked where somebody reads a record must outlive that they write it back.
@Suite("The mask of a personal value")
struct MaskTests {
    private let network: TestNetwork
    private let station: Device
    private let number: String
    private let typed = [("name", "陈先生"), ("phone", "13912345678"), ("kind", "parcel")]

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
        number = try station.addRecord(
            form: "courier", typed: typed, files: [], place: nil, by: nil
        ).number
        try network.exchange(station, network.host)
    }

    private func refused(
        naming field: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
    ) {
        let error = #expect(throws: DeviceError.self, sourceLocation: sourceLocation) { try body() }
        #expect(error?.kind == .badData, sourceLocation: sourceLocation)
        #expect(error?.what.en.contains("the field \(field) holds the mask") == true, sourceLocation: sourceLocation)
        #expect(error?.advice.en.contains("Leave the field out") == true, sourceLocation: sourceLocation)
    }

    @Test("is not saved over the value by who writes back what was shown")
    func edited() throws {
        let host = network.host
        let shown = try #require(try host.text(number, "phone", showPersonal: false))
        refused(naming: "phone") {
            _ = try host.editRecord(
                number: number, typed: [("phone", shown), ("note", "核对过")], files: [], by: nil)
        }
        let all = try host.record(number: number, showPersonal: false).fields.map {
            ($0.name, FieldInput.json($0.value.json))
        }
        refused(naming: "name") { _ = try host.editRecord(number: number, all, by: nil) }
        #expect(try host.edit(number, "note", "核对过"))
        try network.exchange(host, station)
        for (name, value) in typed { #expect(try station.text(number, name) == value) }
        #expect(try station.text(number, "note") == "核对过")
    }

    @Test("begins no record, and settles nothing")
    func begun() throws {
        refused(naming: "name") {
            _ = try station.addRecord(
                form: "courier", typed: [("name", "•••")], files: [], place: nil, by: nil)
        }
        #expect(try station.numbers() == [number])
        try station.edit(number, "phone", "13900000001")
        try network.host.edit(number, "phone", "13900000002")
        try network.exchange(station, network.host)
        refused(naming: "phone") {
            _ = try network.host.settle(
                number: number, field: "phone", typed: "•••", keep: nil, by: nil)
        }
        #expect(try network.host.allConflicts().map(\.field) == ["phone"])
    }

    @Test("stays a fault of the form on a page until it is taken out")
    func filled() throws {
        let opened = try network.host.openForm(number: number)
        let masked = try network.host.fillIn(form: "courier", opened: opened, typed: ["phone": "•••"])
        #expect(!masked.state.isSound)
        #expect(masked.state.fields.compactMap(\.fault).map(\.field) == ["phone"])
        #expect(try network.host.fillIn(form: "courier", opened: opened, typed: ["note": "•••"]).state.isSound)
    }

    @Test("is none in a field that no version marks as personal, and one where an earlier version did")
    func versions() throws {
        func form(_ version: Int, _ personal: String) -> [UInt8] {
            Array("survey\n,type,name,label,personal\n,text,name,姓名,\(personal)\n,text,title,题,\n".utf8)
                + Array("settings\n,form_id,version\n,guest,\(version)\n".utf8)
        }
        let host = network.host
        for (version, personal) in [(1, "yes"), (2, "")] {
            _ = try host.addForm(csv: form(version, personal))
            refused(naming: "name") {
                _ = try host.addRecord(
                    form: "guest", typed: [("name", "•••")], files: [], place: nil, by: nil)
            }
            let saved = try host.addRecord(
                form: "guest", typed: [("title", "•••")], files: [], place: nil, by: nil)
            #expect(try host.text(saved.number, "title") == "•••")
        }
    }
}
