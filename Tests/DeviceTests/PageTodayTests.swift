import Device
import FieldRecords
import Testing

@Suite("What a page tells of the last days")
struct PageTodayTests {
    @Test("what others did to a place's records is told once a record, by what says most, and never one's own work")
    func cameBack() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        func issue(_ title: String) throws -> String {
            try station.addRecord(
                form: "issue", [("kind", .typed("entry")), ("title", .typed(title))], place: nil, by: nil
            ).number
        }
        let (closed, changed, settled, own) = (try issue("门"), try issue("灯"), try issue("水"), try issue("路"))
        #expect(try station.cameBack().records.isEmpty)
        try network.exchange(station, network.host)
        let host = network.host
        _ = try host.editRecord(number: closed, [("owner", .typed("物业"))], by: nil)
        _ = try host.editRecord(number: closed, [("status", .typed("resolved"))], by: nil)
        _ = try host.editRecord(number: changed, [("owner", .typed("物业"))], by: nil)
        _ = try host.editRecord(number: settled, [("title", .typed("水管"))], by: nil)
        _ = try station.editRecord(number: settled, [("title", .typed("水龙头"))], by: nil)
        _ = try station.editRecord(number: own, [("status", .typed("resolved"))], by: nil)
        try network.carry(station, to: host)
        _ = try host.settle(number: settled, field: "title", typed: "水管和龙头", keep: nil, by: nil)
        try network.carry(host, to: station)
        let told = try station.cameBack().records
        #expect(told[.closed] == [closed])
        #expect(told[.changed] == [changed])
        #expect(told[.settled] == [settled])
        #expect(told.values.flatMap(\.self).contains(own) == false)
        network.clock.advance(days: Int64(CameBack.days + 1))
        #expect(try station.cameBack().records.isEmpty)
    }

    @Test("the fields that a place fills in are told from its own last records, and only from enough of them")
    func usualFields() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        for count in 0..<20 {
            #expect((try station.usualFields(ofForm: "issue") == nil) == (count < 12))
            var inputs: [(String, FieldInput)] = [("kind", .typed("entry"))]
            if count.isMultiple(of: 2) { inputs.append(("owner", .typed("物业"))) }
            if count.isMultiple(of: 10) { inputs.append(("note", .typed("雪"))) }
            _ = try station.addRecord(form: "issue", inputs, place: nil, by: nil)
        }
        let usual = try #require(try station.usualFields(ofForm: "issue"))
        #expect(usual.isSuperset(of: ["date", "kind", "owner", "status"]))
        #expect(!usual.contains("note") && !usual.contains("title"))
        #expect(try station.usualFields(ofForm: "visit") == nil)
    }
}
