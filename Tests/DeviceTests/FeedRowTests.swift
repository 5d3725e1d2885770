import Device
import FieldRecords
import Reports
import Store
import Testing

@Suite("Rows of the feed")
struct FeedRowTests {
    private static let form = """
        survey
        ,type,name,label
        ,text,what,What
        ,dateTime,at,At
        settings
        ,form_id,version
        ,log,1

        """

    @Test("a date with a time that does not say where is one of the network's time, in values, filters and orders")
    func moments() throws {
        let network = try TestNetwork()
        let host = network.host
        _ = try host.addForm(csv: Array(Self.form.utf8))
        let moments = [
            ("later", "2026-11-29 09:00"), ("typed", "2026-11-29 07:30"), ("there", "2026-11-29T07:31:00+08:00"),
            ("utc", "2026-11-28T23:32:00Z"), ("earlier", "2026-11-29T06:59:59"), ("never", ""),
        ]
        for (what, at) in moments {
            let typed = [("what", what)] + (at.isEmpty ? [] : [("at", at)])
            _ = try host.addRecord(form: "log", typed: typed, files: [], place: nil, by: nil)
        }
        let form = try #require(try host.feedForms().first { $0.name == "log" })
        let at = RowColumn.field(try #require(form.field("at")))
        func moment(_ text: String) throws -> RowCondition.Literal { .moment(try #require(Moment(text))) }
        func rows(_ condition: RowCondition?) throws -> [[Cell]] {
            var query = RowQuery(form: "log")
            query.condition = condition
            query.order = [(at, false)]
            query.limit = 10
            let columns = TableColumn.all(of: form).filter { ["what", "at"].contains($0.name) }
            let page = try host.feedPage(query, of: form, columns: columns, countsAll: true, language: .zh)
            #expect(try host.feedCount(query) == page.rows.count && page.count == page.rows.count)
            return page.rows.map { $0.cells }
        }
        let hour = RowCondition.and(
            .compare(at, .greaterOrEqual, try moment("2026-11-29T07:00:00+08:00")),
            .compare(at, .less, try moment("2026-11-29T00:00:00Z")))
        let expected = [
            ["typed", "2026-11-29T07:30:00+08:00"], ["there", "2026-11-29T07:31:00+08:00"],
            ["utc", "2026-11-28T23:32:00+00:00"],
        ]
        #expect(try rows(hour).map { $0.map(\.plainText) } == expected)
        #expect(try rows(.compare(at, .equal, .null)).map { $0[0].plainText } == ["never"])
        #expect(try rows(.compare(at, .equal, try moment("2026-11-28T23:30:00Z"))).map { $0[0].plainText } == ["typed"])
        #expect(
            try rows(nil).map { $0[0].plainText } == ["never", "earlier", "typed", "there", "utc", "later"],
            "in the order of time, what is open first")
    }
}
