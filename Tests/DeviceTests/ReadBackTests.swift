import Device
import FieldRecords
import Reports
import Testing

/// What an export says of a record is not what the record says.
@Suite("An export that is read back")
struct ReadBackTests {
    private static func form(_ rows: [String], version: Int = 1, choices: [String] = []) -> [UInt8] {
        let lines =
            ["survey", ",type,name,label,personal"] + rows.map { "," + $0 }
            + (choices.isEmpty ? [] : ["choices", ",list_name,name,label"] + choices.map { "," + $0 })
            + ["settings", ",form_id,version", ",back,\(version)"]
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private static func add(_ device: Device, _ typed: [(String, String)]) throws {
        _ = try device.addRecord(form: "back", typed: typed, files: [], place: nil, by: nil)
    }

    private static func export(
        _ device: Device, _ network: TestNetwork, _ format: TableFormat, personal: Bool = false
    ) throws -> String {
        let file = network.freshPath(format.rawValue)
        _ = try device.exportRecords(
            RecordExportRequest(
                form: "back", format: format, out: file, place: nil, photos: nil, showsPersonal: personal,
                language: .zh), progress: { _, _ in })
        return file
    }

    private static func values(_ device: Device, _ number: String) throws -> [String: FieldValue] {
        let fields = try device.record(number: number, showPersonal: true).fields
        return Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) })
    }

    @Test("does not take the mask of a personal value for the value", arguments: [TableFormat.csv, .jsonl])
    func masked(format: TableFormat) throws {
        let network = try TestNetwork()
        let host = network.host
        _ = try host.addForm(csv: Self.form(["text,title,题,", "text,name,姓名,yes"]))
        try Self.add(host, [("title", "茶"), ("name", "李雷")])
        // What was told in confidence stays so in a version that does not mark it.
        for version in [1, 2] {
            if version == 2 {
                _ = try host.addForm(csv: Self.form(["text,title,题,", "text,name,姓名,"], version: 2))
            }
            let outcome = try host.rows(try Self.export(host, network, format), form: "back")
            #expect(outcome.added == 0 && outcome.refused.count == 1)
            let reason = outcome.refused.first?.reason
            #expect(reason?.zh.contains("name 是遮盖的个人信息") == true, "\(reason?.zh ?? "")")
            #expect(reason?.en.contains("name holds the mask of a personal value") == true)
        }
        let whole = try Self.export(host, network, format, personal: true)
        #expect(try host.rows(whole, form: "back").added == 1)
        #expect(try host.text("host-2", "name") == "李雷")
        let dots = try network.write(Array("title\n•••\n".utf8), "csv")
        #expect(try host.rows(dots, form: "back").added == 1, "any other field may hold three dots")
    }

    @Test("does not take what stands beside the fields of a line for fields of the same names")
    func beside() throws {
        let network = try TestNetwork()
        let host = network.host
        let names = ["number", "version", "place", "station", "town", "conflicts", "files", "form", "fields", "date"]
        _ = try host.addForm(csv: Self.form((names + ["title"]).map { "text,\($0),\($0)," }))
        try Self.add(host, [("title", "茶"), ("date", "2023-11-08")])
        try Self.add(host, [("title", "面"), ("town", "别处"), ("files", "无"), ("fields", "甲")])
        let file = try Self.export(host, network, .jsonl)
        #expect(try host.rows(file, form: "auto").all == [2, 0, 0])
        for (one, other) in [("host-1", "host-3"), ("host-2", "host-4")] {
            #expect(try Self.values(host, one) == Self.values(host, other))
        }
        // As their key they serve.
        #expect(try host.rows(file, form: "back", key: "number").all == [2, 0, 0])
        #expect(try host.rows(file, form: "back", key: "number").all == [0, 0, 2])
        let line = "{\"form\":\"back\",\"date\":\"2023-11-09\",\"town\":\"百善镇\",\"fields\":{\"title\":\"汤\"}}\n"
        #expect(try host.rows(try network.write(Array(line.utf8), "jsonl"), form: "auto").added == 1)
        #expect(try Self.values(host, "host-7") == ["title": .text("汤"), "date": .text("2023-11-09")])
    }

    @Test("has positions and codes that begin with a minus, which CSV guards from being run")
    func guarded() throws {
        let network = try TestNetwork()
        let host = network.host
        _ = try host.addForm(
            csv: Self.form(
                ["geopoint,at,位置,", "select_one c,one,一,", "select_multiple c,many,多,", "integer,count,数,"],
                choices: ["c,-1,不知道", "c,-2,不说"]))
        try Self.add(host, [("at", "-33.5 151.2 10 5"), ("one", "-1"), ("many", "-1 -2"), ("count", "-7")])
        let file = try Self.export(host, network, .csv)
        #expect(try String(decoding: file.bytes(), as: UTF8.self).contains("'-33.5 151.2"))
        #expect(try host.rows(file, form: "back").all == [1, 0, 0])
        #expect(try Self.values(host, "host-1") == Self.values(host, "host-2"))
    }
}
