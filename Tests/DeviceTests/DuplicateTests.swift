import Device
import FieldRecords
import Foundation
import Testing

@Suite("records that may be told twice")
struct DuplicateTests {
    private static func add(
        _ device: Device, _ form: String, _ fields: [(String, String)], place: String? = nil
    ) throws -> String {
        try device.addRecord(form: form, typed: fields, files: [], place: place, by: nil).number
    }

    private static func pairs(_ device: Device, _ form: String? = nil) throws -> [[String]] {
        try device.likelyDuplicates(form: form, limit: 100, showPersonal: false).pairs.map {
            [$0.one.number, $0.other.number]
        }
    }

    @Test("one activity told by two stations of a town is suggested, with its reasons; what only looks alike is not")
    func activities() throws {
        let network = try TestNetwork()
        let (one, other) = (try network.station("037"), try network.station("038"))
        let far = try network.station("101", town: "T02")
        let day = ("date", "2023-11-08")
        let first = try Self.add(
            one, "activity", [day, ("title", "立冬饺子宴·慰问小哥"), ("kind", "meal"), ("people", "40")])
        let second = try Self.add(other, "activity", [day, ("title", "立冬饺子宴慰问小哥！"), ("kind", "meal")])
        _ = try Self.add(other, "activity", [day, ("title", "交通安全讲座"), ("kind", "safety")])
        _ = try Self.add(other, "activity", [("date", "2023-11-12"), ("title", "立冬饺子宴·慰问小哥"), ("kind", "tea")])
        _ = try Self.add(far, "activity", [day, ("title", "立冬饺子宴慰问小哥"), ("kind", "meal")])
        for station in [one, other, far] { try network.carry(station, to: network.host) }
        let list = try network.host.likelyDuplicates(form: "activity", limit: 100, showPersonal: false)
        #expect(list.count == 1)
        let pair = try #require(list.pairs.first)
        #expect(Set([pair.one.number, pair.other.number]) == [first, second])
        #expect(pair.reasons.map(\.en) == ["same day", "neighbouring places", "same Title", "same Kind"])
        #expect(pair.open == ["people"])
    }

    @Test("numbers in a title tell records apart, and so do positions and telephone numbers")
    func apart() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let day = ("date", "2023-11-08")
        for number in ["一", "1", "2"] {
            _ = try Self.add(station, "activity", [day, ("title", "冬季恳谈会第\(number)场"), ("kind", "tea")])
        }
        for position in ["40.2181 116.2312", "40.2182 116.2313", "40.2381 116.2312"] {
            _ = try station.addIssue([day, ("title", "小区东门进门难"), ("location", position)])
        }
        for phone in ["13800000001", "138 0000 0001", "13900000002"] {
            _ = try Self.add(station, "courier", [day, ("name", "张伟"), ("phone", phone)])
        }
        #expect(try Self.pairs(station, "activity") == [["037-1", "037-2"], ["037-1", "037-3"]])
        let issues = try station.likelyDuplicates(form: "issue", limit: 9, showPersonal: false).pairs
        #expect(issues.map { [$0.one.number, $0.other.number] } == [["037-4", "037-5"]])
        #expect(try #require(issues.first).reasons.contains { $0.en.hasSuffix(" m apart") })
        #expect(try Self.pairs(station, "courier") == [["037-7", "037-8"]])
    }

    @Test(
        "one courier whom two stations of different towns met months apart is known by the number, which stays masked")
    func courier() throws {
        let network = try TestNetwork()
        let (one, other) = (try network.station("037"), try network.station("101", town: "T02"))
        let first = try Self.add(
            one, "courier", [("date", "2023-03-01"), ("name", "李卫东"), ("phone", "13812345678")])
        let second = try Self.add(
            other, "courier", [("date", "2023-11-08"), ("name", "李卫东"), ("phone", "138-1234-5678")])
        for station in [one, other] { try network.carry(station, to: network.host) }
        let pair = try #require(
            try network.host.likelyDuplicates(form: nil, limit: 9, showPersonal: false).pairs.first)
        #expect(Set([pair.one.number, pair.other.number]) == [first, second])
        #expect(pair.reasons.map(\.en) == ["252 days apart", "two places", "same Name", "same number: Phone"])
        let said = "\(pair)"
        #expect(!said.contains("李卫东") && !said.contains("12345678"))
    }

    @Test("what is handed out everywhere on one day is no duplicate, and the same handout typed twice is")
    func common() throws {
        let network = try TestNetwork()
        let stations = try ["037", "038", "039", "040"].map { try network.station($0) }
        for station in stations {
            for day in ["2023-11-08", "2023-11-09"] {
                _ = try Self.add(station, "handout", [("date", day), ("item", "姜茶"), ("quantity", "20")])
            }
        }
        let twice = try Self.add(stations[0], "handout", [("date", "2023-11-08"), ("item", "姜茶"), ("quantity", "20")])
        for station in stations { try network.carry(station, to: network.host) }
        #expect(try Self.pairs(network.host, "handout") == [["037-1", twice]])
    }

    @Test("where very many share a day and a place, those next to each other by their texts are still found")
    func crowded() throws {
        let network = try TestNetwork()
        var random: UInt64 = 7
        func character() -> Character {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Character(Unicode.Scalar(0x4E00 + UInt32(random >> 33) % 0x5000) ?? "字")
        }
        var titles = (0..<600).map { _ in String((0..<6).map { _ in character() }) }
        titles += ["立冬饺子宴慰问小哥", "立冬饺子宴，慰问小哥们"]
        let lines = titles.map {
            JSONValue.object([JSONMember("date", "2023-11-08"), JSONMember("title", .string($0))]).compact + "\n"
        }
        let file = try network.write(Array(lines.joined().utf8), "jsonl")
        #expect(try network.host.rows(file, form: "activity").added == titles.count)
        #expect(try Self.pairs(network.host, "activity").count == 1)
    }

    @Test("a merge fills what is open, deletes the other, travels, and is undone to the former values")
    func merge() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let fields = [("date", "2023-11-08"), ("title", "立冬饺子宴"), ("kind", "meal")]
        let kept = try Self.add(station, "activity", fields + [("partner", "顺丰")])
        let other = try Self.add(station, "activity", fields + [("people", "40"), ("partner", "京东物流")])
        try network.exchange(station, network.host)
        let before = try network.host.digests()

        let merged = try network.host.mergeRecords(keep: kept, other: other, take: nil, by: "李明")
        #expect(merged.taken == ["people"])
        try network.exchange(station, network.host)
        #expect(try station.record(number: other, showPersonal: false).isDeleted)
        #expect(try station.record(number: other, showPersonal: false).mergedInto == [kept])
        #expect(try station.text(kept, "people") == "integer(40)" && station.text(kept, "partner") == "顺丰")
        #expect(try Self.pairs(station).isEmpty)

        let undone = try station.undoMerge(number: other, by: nil)
        #expect(undone.restored == ["people"] && undone.left.isEmpty && undone.kept == kept)
        #expect(try station.record(number: other, showPersonal: false).mergedInto.isEmpty)
        #expect(try station.text(kept, "people") == nil)
        try network.exchange(station, network.host)
        #expect(try Self.pairs(network.host) == [[kept, other]])
        try expectSame(network.host, station)
        #expect(try network.host.digests() != before)
        try expectSound(station, network.host)
        expectFailure(.badData) { _ = try station.undoMerge(number: other, by: nil) }
    }

    @Test("a field that is named is taken over another value, which undoing brings back unless it was changed since")
    func take() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let fields = [("date", "2023-11-08"), ("title", "立冬饺子宴"), ("kind", "meal")]
        let kept = try Self.add(station, "activity", fields + [("people", "4"), ("partner", "顺丰")])
        let other = try Self.add(station, "activity", fields + [("people", "40"), ("partner", "京东物流")])
        let merged = try station.mergeRecords(keep: kept, other: other, take: ["people", "partner", "people"], by: nil)
        #expect(merged.taken == ["people", "partner"])
        try station.edit(kept, "partner", "美团")
        let undone = try station.undoMerge(number: other, by: nil)
        #expect(undone.restored == ["people"] && undone.left == ["partner"])
        #expect(try station.text(kept, "people") == "integer(4)" && station.text(kept, "partner") == "美团")
        expectFailure(.badData) { _ = try station.mergeRecords(keep: kept, other: other, take: ["no"], by: nil) }
        expectFailure(.usage) { _ = try station.mergeRecords(keep: kept, other: kept, take: nil, by: nil) }
    }

    @Test("personal values go to another place only by name, and an erased one does not come back")
    func personal() throws {
        let network = try TestNetwork()
        let (one, other) = (try network.station("037"), try network.station("038"))
        let fields = [("kind", "entry"), ("title", "东门进不去"), ("date", "2023-11-08")]
        let kept = try one.addIssue(fields)
        let gone = try other.addIssue(fields + [("raised_by", "李卫东"), ("owner", "物业")])
        for station in [one, other] { try network.carry(station, to: network.host) }
        #expect(try network.host.mergeRecords(keep: kept, other: gone, take: nil, by: nil).taken == ["owner"])
        _ = try network.host.undoMerge(number: gone, by: nil)
        let named = try network.host.mergeRecords(keep: kept, other: gone, take: ["raised_by"], by: nil)
        #expect(named.taken == ["raised_by"])
        #expect(try network.host.text(kept, "raised_by") == "李卫东")
        #expect(try network.host.text(kept, "raised_by", showPersonal: false) == "•••")
        expectFailure(.badData) { _ = try one.undoMerge(number: gone, by: nil) }
    }

    @Test("two people who merge two records in opposite directions lose neither")
    func opposite() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let second = try network.member(of: "037", home: "037b")
        let fields = [("date", "2023-11-08"), ("title", "立冬饺子宴"), ("kind", "meal")]
        let (one, other) = (try Self.add(station, "activity", fields), try Self.add(station, "activity", fields))
        try network.exchange(station, network.host)
        try network.carry(network.host, to: second)
        _ = try station.mergeRecords(keep: one, other: other, take: nil, by: nil)
        _ = try second.mergeRecords(keep: other, other: one, take: nil, by: nil)
        try network.exchange(station, network.host)
        try network.exchange(second, network.host)
        var conflicts: [String] = []
        try network.host.conflicts { conflicts.append("\($0.number) \($0.field)") }
        #expect(conflicts.sorted() == ["\(one) deleted", "\(other) deleted"])
        #expect(try network.host.numbers(form: "activity").sorted() == [one, other])
    }

    @Test("what is dismissed is suggested no more, here and elsewhere, and counts as no record")
    func dismiss() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let fields = [("date", "2023-11-08"), ("title", "立冬饺子宴"), ("kind", "meal")]
        let (one, other) = (try Self.add(station, "activity", fields), try Self.add(station, "activity", fields))
        #expect(try Self.pairs(station) == [[one, other]])
        #expect(try station.dismissDuplicate(other, one, by: nil))
        #expect(try !station.dismissDuplicate(one, other, by: nil))
        let summary = try network.carry(station, to: network.host)
        #expect(summary.records.all == [2, 0, 0])
        for device in [station, network.host] {
            #expect(try Self.pairs(device).isEmpty)
            #expect(try device.status().records == 2)
        }
        try expectSame(network.host, station)
        #expect(try Self.add(station, "activity", fields) == "037-3")
    }
}
