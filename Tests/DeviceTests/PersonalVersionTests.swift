import Device
import FieldRecords
import Testing

@Suite("What was told in confidence")
struct PersonalVersionTests {
    private static func csv(_ version: String, _ name: String, _ phone: String) -> [UInt8] {
        Array(
            """
            survey
            ,type,name,label,personal
            ,text,name,姓名,\(name)
            ,text,phone,电话,\(phone)
            settings
            ,form_id,version
            ,guest,\(version)
            """.utf8)
    }

    @Test("stays so in a version that no longer says it, and is so from before in one that says it later")
    func versions() throws {
        let network = try TestNetwork()
        _ = try network.host.addForm(csv: Self.csv("1", "yes", ""))
        let station = try network.station("037")
        let typed = [("name", "陈先生"), ("phone", "13912345678")]
        let number = try station.addRecord(
            form: "guest", typed: typed, files: [], place: nil, by: nil
        ).number
        _ = try network.host.addForm(csv: Self.csv("2", "", "yes"))
        try network.exchange(station, network.host)
        for (name, value) in typed {
            #expect(try network.host.text(number, name) == value)
            #expect(try network.host.text(number, name, showPersonal: false) != value)
            let told = try network.host.history(number: number).flatMap(\.fields).filter { $0.name == name }
            #expect(!told.isEmpty && told.allSatisfy { $0.value != .text(value) })
            var asked = RecordListRequest()
            for form in ["guest", nil] {
                (asked.form, asked.text) = (form, value)
                #expect(try network.host.recordPage(asked).records.isEmpty)
            }
        }
    }

    @Test("is no key of imported rows: it would stand open where no erasure reaches", arguments: ["courier", "auto"])
    func key(form: String) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let line = #"{"form":"courier","fields":{"name":"陈","phone":"13912345678","id":"7"}}"#
        let file = try network.write(Array((line + "\n").utf8), "jsonl")
        if form == "auto" {
            #expect(try station.rows(file, form: form, key: "phone").refused.count == 1)
        } else {
            expectFailure(.badData) { _ = try station.rows(file, form: form, key: "phone") }
        }
        #expect(try station.status().records == 0)
        #expect(try station.rows(file, form: form, key: "id").added == 1)
    }
}
