import Device
import FieldRecords
import Testing

@Suite("Records as a page saves them")
struct PageRecordTests {
    private static func issue(_ title: String) -> [(String, FieldInput)] {
        [("kind", .typed("entry")), ("title", .typed(title))]
    }

    @Test("a saving that is sent twice makes one record, another of the same words makes another")
    func once() throws {
        let network = try TestNetwork()
        defer { withExtendedLifetime(network) {} }
        let station = try network.station("037")
        let first = try station.addRecord(form: "issue", Self.issue("门"), place: nil, by: nil, once: "a1")
        let again = try station.addRecord(form: "issue", Self.issue("门"), place: nil, by: nil, once: "a1")
        let other = try station.addRecord(form: "issue", Self.issue("门"), place: nil, by: nil, once: "a2")
        #expect(first.number == again.number && first.isChanged && !again.isChanged)
        #expect(other.number != first.number)
        #expect(try station.recordPage(RecordListRequest()).records.count == 2)
    }

    @Test("a page that was opened before an import is saved as one that has not seen it, also after a restart")
    func openedOverNight() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let number = try station.addRecord(form: "issue", Self.issue("门"), place: nil, by: nil).number
        try network.exchange(station, network.host)
        let token = try station.openForm(number: number).token(without: [])
        _ = try network.host.editRecord(number: number, [("title", .typed("host"))], by: nil)
        try network.carry(network.host, to: station)
        let restarted = try Device.open(network.options("037"))
        let opened = try restarted.openedForm(number: number, token: token)
        _ = try restarted.editRecord(opened, [("title", .typed("页面"))], by: nil)
        let conflict = try #require(try restarted.record(number: number, showPersonal: false).conflicts.first)
        #expect(conflict.field == "title")
        #expect(Set(conflict.values.map(\.value)) == [.text("host"), .text("页面")])
    }

    @Test("what a page claims to have seen counts only as far as it is here, and nonsense is refused")
    func claims() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let number = try station.addRecord(form: "issue", Self.issue("门"), place: nil, by: nil).number
        let token = try station.openForm(number: number).token(without: [])
        let replica = try #require(try JSONValue(parsing: token.utf8)["seen"]?.members?.first?.key)
        let boast = #"{"seen":{"\#(replica)":[9000000000]},"fields":{},"conflicts":[]}"#
        let opened = try station.openedForm(number: number, token: boast)
        _ = try station.editRecord(opened, [("title", .typed("窗"))], by: nil)
        #expect(try station.record(number: number, showPersonal: false).conflicts.isEmpty)
        try network.exchange(station, network.host)
        #expect(try station.check(deep: true).isOK && network.host.check(deep: true).isOK)
        for bad in ["", "[]", "{}", #"{"seen":{},"fields":{"title":true},"conflicts":[]}"#] {
            expectFailure(.badData) { _ = try station.openedForm(number: number, token: bad) }
        }
    }

    @Test("a search finds what stands in a value: signs of patterns and of JSON are plain text, and keys are no values")
    func search() throws {
        let network = try TestNetwork()
        defer { withExtendedLifetime(network) {} }
        let station = try network.station("037")
        for title in ["100% 满", "a_b", #"他说"快""#, #"back\slash"#, "Charger"] {
            _ = try station.addRecord(form: "issue", Self.issue(title), place: nil, by: nil)
        }
        func found(_ text: String) throws -> [String] {
            var asked = RecordListRequest()
            asked.form = "issue"
            asked.text = text
            return try station.recordPage(asked).records.flatMap { $0.fields.filter { $0.name == "title" } }
                .map { FieldValueText.text($0.value) }.sorted()
        }
        #expect(try found("100%") == ["100% 满"])
        #expect(try found("%") == ["100% 满"])
        #expect(try found("_") == ["a_b"])
        #expect(try found(#"说"快"#) == [#"他说"快""#])
        #expect(try found(#"k\s"#) == [#"back\slash"#])
        #expect(try found("CHARGER") == ["Charger"])
        #expect(try found("title").isEmpty)
        #expect(try found("无").isEmpty)
    }

    @Test("a personal value is not found by words where it is not shown")
    func personal() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let inputs = Self.issue("门") + [("raised_by", .typed("张三丰"))]
        _ = try station.addRecord(form: "issue", inputs, place: nil, by: nil)
        try network.exchange(station, network.host)
        for form in ["issue", nil] {
            var asked = RecordListRequest()
            asked.form = form
            asked.text = "张三"
            #expect(try network.host.recordPage(asked).records.isEmpty)
        }
        var asked = RecordListRequest()
        asked.form = "issue"
        for guess in ["张三丰", "别人"] {
            asked.choice = ("raised_by", guess)
            #expect(try network.host.recordPage(asked).records.count == 1, "a guess must tell nothing")
        }
    }

    @Test("pages of a list follow each other without a gap, both ways round")
    func paging() throws {
        let network = try TestNetwork()
        defer { withExtendedLifetime(network) {} }
        let station = try network.station("037")
        for index in 1...7 { _ = try station.addRecord(form: "issue", Self.issue("\(index)"), place: nil, by: nil) }
        for order in RecordListRequest.Order.allCases {
            var asked = RecordListRequest()
            (asked.limit, asked.order) = (3, order)
            var numbers: [String] = []
            while true {
                let page = try station.recordPage(asked)
                numbers += page.records.map(\.number)
                asked.offset += 3
                guard page.hasMore else { break }
            }
            let expected = (1...7).map { "037-\($0)" }
            #expect(numbers == (order == .oldest ? expected : expected.reversed()))
        }
    }

    @Test("a record names only photos that are here, and only pictures are kept")
    func photos() throws {
        let network = try TestNetwork()
        defer { withExtendedLifetime(network) {} }
        let station = try network.station("037")
        let kept = try station.keepPhoto([0xFF, 0xD8, 0xFF, 1, 2, 3])
        let inputs = Self.issue("门") + [("photo", .json(FieldValue.file(kept).json))]
        let number = try station.addRecord(form: "issue", inputs, place: nil, by: nil).number
        #expect(try station.photo(digest: kept.digestText)?.content == [0xFF, 0xD8, 0xFF, 1, 2, 3])
        let other = FileReference(digest: [UInt8](repeating: 7, count: 32), bytes: 6, mediaType: "image/jpeg")
        expectFailure(.badData) {
            _ = try station.editRecord(number: number, [("photo", .json(FieldValue.file(other).json))], by: nil)
        }
        expectFailure(.badData) { _ = try station.keepPhoto(Array("<script>".utf8)) }
    }
}

/// A value of text as it is.
private enum FieldValueText {
    static func text(_ value: FieldValue) -> String { if case .text(let text) = value { text } else { "\(value)" } }
}
