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

    @Test("what was taken back since is told as it stands")
    func takenBack() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let host = network.host
        let (reopened, restored, deleted) = (try station.addIssue(), try station.addIssue(), try station.addIssue())
        try network.exchange(station, host)
        try host.edit(reopened, "status", "resolved")
        try host.edit(reopened, "status", "open")
        try host.deleteRecord(number: restored, by: nil)
        try host.undeleteRecord(number: restored, by: nil)
        try host.edit(deleted, "status", "resolved")
        try host.deleteRecord(number: deleted, by: nil)
        try network.carry(host, to: station)
        let told = try station.cameBack().records
        #expect(told[.closed] == nil)
        #expect(told[.changed] == [restored, reopened])
        #expect(told[.deleted] == [deleted])
    }

    @Test("many records are counted one by one, and beyond what is looked at it is said that there may be more")
    func many() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        func add(_ count: Int) throws {
            let lines = (0..<count).map { #"{"form":"visit","fields":{"services":["rest"],"people":\#($0)}}"# + "\n" }
            _ = try network.host.importRows(
                form: "auto", file: try network.write(Array(lines.joined().utf8), "jsonl"), place: "037", key: nil,
                keepGood: false, by: nil, progress: { _ in })
            try network.carry(network.host, to: station)
        }
        try add(250)
        let some = try station.cameBack()
        #expect(some.records[.begun]?.count == 250 && !some.isCut)
        try add(CameBack.changesMax)
        let more = try station.cameBack()
        #expect(more.records[.begun]?.count == CameBack.changesMax && more.isCut)
    }

    @Test("today's records are those dated today, however many of other days were imported since")
    func today() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        func add(_ count: Int, _ date: String) throws {
            let lines = (0..<count).map { "\(date),rest,\($0)\n" }
            let file = try network.write(Array(("date,services,people\n" + lines.joined()).utf8), "csv")
            #expect(try station.rows(file, form: "visit").added == count)
        }
        try add(3, "2023-11-08")
        try add(200, "2022-03-01")
        let now = try station.today()
        #expect(now.count == 3 && now.records.map(\.number) == ["037-3", "037-2", "037-1"])
        // A value of another field is no day.
        try station.addIssue([("title", "\"date\":\"2023-11-08\""), ("date", "2022-03-01")])
        try add(230, "2023-11-08")
        let later = try station.today()
        #expect(later.count == 233 && later.records.count == 200 && later.records[0].number == "037-434")
        network.clock.advance(days: 1)
        #expect(try station.today().count == 0)
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
