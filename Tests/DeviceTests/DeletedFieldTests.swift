import Device
import FieldRecords
import Testing

/// A form that an older program published, with a field that is called as a conflict over a deletion is.
@Suite("A field that is called deleted")
struct DeletedFieldTests {
    private static func csv(_ name: String) -> [UInt8] {
        Array(
            """
            survey
            ,type,name,label
            ,text,\(name),数据
            ,text,title,标题
            settings
            ,form_id,version
            ,guest,1
            """.utf8)
    }

    @Test("is not published")
    func refused() throws {
        let network = try TestNetwork()
        expectFailure(.badData) { _ = try network.host.addForm(csv: Self.csv("deleted")) }
    }

    @Test("in conflict in a form of an older program is shown, and settled without deleting the record")
    func publishedBefore() throws {
        let network = try TestNetwork()
        _ = try network.host.addForm(csv: Self.csv("dEletedX"))
        let station = try network.station("037")
        let update = "UPDATE form SET definition = replace(definition, 'dEletedX', 'deleted') WHERE name = 'guest'"
        for home in ["host", "037"] { try StoreFile(network.path(home)).execute(update) }
        let number = try station.addRecord(
            form: "guest", typed: [("deleted", "甲"), ("title", "一")], files: [], place: nil, by: nil
        ).number
        try network.exchange(station, network.host)
        for (device, value) in [(station, "乙"), (network.host, "丙")] {
            _ = try device.editRecord(number: number, typed: [("deleted", value)], files: [], by: nil)
        }
        try network.exchange(station, network.host)
        let conflict = try #require(try station.record(number: number, showPersonal: false).conflicts.first)
        #expect(Set(conflict.values.map(\.value)) == [.text("乙"), .text("丙")])
        let kept = try #require(conflict.values.first { $0.value == .text("丙") })
        _ = try station.settle(number: number, field: "deleted", typed: nil, keep: kept.dot, by: nil)
        let settled = try station.record(number: number, showPersonal: false)
        #expect(!settled.isDeleted && settled.conflicts.isEmpty)
        #expect(try station.text(number, "deleted") == "丙")
        // A dispute over the record's deletion comes first where both stand.
        try network.exchange(station, network.host)
        try station.deleteRecord(number: number, by: nil)
        _ = try network.host.editRecord(number: number, typed: [("title", "二")], files: [], by: nil)
        try network.exchange(station, network.host)
        _ = try station.settle(number: number, field: "deleted", typed: "true", keep: nil, by: nil)
        #expect(try station.record(number: number, showPersonal: false).isDeleted)
    }
}
