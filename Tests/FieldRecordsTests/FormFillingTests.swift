import FieldRecords
import Testing

@Suite("Filling in forms")
struct FormFillingTests {
    static let moment = Moment("2023-11-08T09:30:00+08:00")!

    static func complete(
        _ form: Form, _ changes: [String: FieldValue], over current: [String: FieldValue]? = nil
    ) throws(FieldRecordsError) -> FormCompletion {
        try form.complete(current: current ?? [:], changes: changes, isNew: current == nil, moment: moment)
    }

    static func faults(_ body: () throws -> Void) throws -> [FieldFault] {
        let error = #expect(throws: FieldRecordsError.self) { try body() }
        guard case .badFields(let faults) = try #require(error) else { return [] }
        return faults
    }

    @Test(
        "the district's records of November 2023 are taken",
        arguments: [
            ("activity", #"{"title":"小哥食堂：志愿者包饺子","kind":"meal","partner":"社区两委、志愿者","note":"热饺子"}"#),
            ("visit", #"{"services":["hot_water","thanks","warm_hands","rest"]}"#), ("handout", #"{"item":"电动车爱心把套"}"#),
            ("station", #"{"name":"百善镇爱心服务点","kind":"service_point","equipment":["shelf","cart"]}"#),
            (
                "issue",
                #"{"kind":"parcel_storage","title":"派件人手不足","raised_via":"station","status":"resolved","resolution":"分拣队","closed_on":"2023-11-14"}"#
            ),
            ("shift", #"{"team":"sorting"}"#), ("offer", #"{"merchant":"美食城","offer":"用餐八五折","discount_percent":15}"#),
            ("honour", #"{"title":"社区好伙伴","people":10,"awarded_by":"天通苑南街道"}"#),
            ("microservice", #"{"kind":"snap","detail":"随手拍"}"#),
            ("talk", #"{"season":"winter","topic":"冬日送关怀"}"#),
        ])
    func winter(name: String, fields: String) throws {
        let form = try #require(BuiltInForms.form(name))
        let object = try JSONValue(parsing: Array(fields.utf8))
        var changes: [String: FieldValue] = [:]
        for member in try #require(object.members) {
            changes[member.key] = try #require(form.field(member.key)).value(json: member.value)
        }
        let completion = try Self.complete(form, changes)
        #expect(completion.patch["date"] == .text("2023-11-08"))
        #expect(completion.warnings.isEmpty)
        for (name, value) in changes { #expect(completion.patch[name] == value) }
        #expect(try Patch(json: completion.patch.json) == completion.patch)
    }

    @Test("the first own field is required, and nothing else but the date")
    func required() throws {
        let form = try #require(BuiltInForms.form("issue"))
        #expect(try Self.faults { _ = try Self.complete(form, [:]) }.map(\.field) == ["kind"])
        let both = try Self.faults { _ = try Self.complete(form, ["date": .empty, "title": .text("x")]) }
        #expect(both.map(\.field) == ["date", "kind"])
        #expect(both.allSatisfy { $0.problem == .required })
        let patch = try Self.complete(form, ["kind": .text("entry")]).patch
        #expect(patch == Patch(["date": .text("2023-11-08"), "kind": .text("entry"), "status": .text("open")]))
    }

    @Test("an issue closed before its date is kept, with a warning")
    func warning() throws {
        let form = try #require(BuiltInForms.form("issue"))
        let changes: [String: FieldValue] = [
            "kind": .text("pay"), "status": .text("resolved"), "closed_on": .text("2023-11-07"),
        ]
        let completion = try Self.complete(form, changes)
        #expect(completion.warnings.map(\.field) == ["closed_on"])
        #expect(completion.patch["closed_on"] == .text("2023-11-07"))
        let later = try Self.complete(
            form, ["date": .text("2023-11-09")], over: changes.merging(["date": .text("2023-11-01")]) { $1 })
        #expect(later.warnings.map(\.field) == ["closed_on"])
    }

    @Test("a field that is no longer relevant keeps its value and is not judged")
    func irrelevant() throws {
        let form = try readForm(
            "type,name,label,relevant,required,constraint\ntext,a,A,,,\ninteger,b,B,${a} = 'x',yes,. < 10\ninteger,c,C,${b} > 0,,"
        )
        let record: [String: FieldValue] = ["a": .text("x"), "b": .integer(5), "c": .integer(1)]
        #expect(try Self.complete(form, ["a": .text("y")], over: record).patch == Patch(["a": .text("y")]))
        #expect(form.relevantFields(of: record, moment: Self.moment) == ["a", "b", "c"])
        #expect(form.relevantFields(of: record.merging(["a": .text("y")]) { $1 }, moment: Self.moment) == ["a"])
        #expect(try Self.complete(form, ["a": .text("y"), "b": .integer(50)]).patch["b"] == .integer(50))
        #expect(
            try Self.faults { _ = try Self.complete(form, ["a": .text("x")], over: ["a": .text("y")]) }.map(\.field)
                == ["b"])
        #expect(
            try Self.faults { _ = try Self.complete(form, ["a": .text("x")], over: ["b": .integer(50)]) }.map(\.problem)
                == [.constraint])
    }

    @Test("a rule that came later does not lock an old record")
    func oldRecord() throws {
        let form = try readForm("type,name,label,required,constraint\ntext,a,A,,\ntext,b,B,yes,\ninteger,c,C,,. > 100")
        let record: [String: FieldValue] = ["a": .text("x"), "c": .integer(1), "gone": .text("old")]
        #expect(try Self.complete(form, ["a": .text("y")], over: record).patch == Patch(["a": .text("y")]))
        #expect(try Self.complete(form, ["c": .integer(1)], over: record).unchanged == ["c"])
        #expect(try Self.complete(form, ["c": .integer(1)], over: record).patch.isEmpty)
        #expect(try Self.faults { _ = try Self.complete(form, ["c": .integer(2)], over: record) }.map(\.field) == ["c"])
    }

    @Test("calculations follow what they read and nobody else sets them")
    func calculations() throws {
        let form = try readForm(
            "type,name,label,calculation\ninteger,a,A,\ncalculate,double,,${a} * 2\ncalculate,text,,\"concat('=', ${double})\"\ninteger,x,X,\ncalculate,on,,once(today())"
        )
        let patch = try Self.complete(form, ["a": .integer(4)]).patch
        #expect(
            patch == Patch(["a": .integer(4), "double": .integer(8), "text": .text("=8"), "on": .text("2023-11-08")]))
        let record = Dictionary(uniqueKeysWithValues: patch.entries.map { ($0.name, $0.value) })
        #expect(try Self.complete(form, ["x": .integer(1)], over: record).patch == Patch(["x": .integer(1)]))
        let edit = try Self.complete(form, ["a": .integer(5)], over: record).patch
        #expect(edit == Patch(["a": .integer(5), "double": .integer(10), "text": .text("=10")]))
        #expect(
            try Self.faults { _ = try Self.complete(form, ["double": .integer(9)], over: record) }.map(\.problem) == [
                .notForInput
            ])
        #expect(try Self.complete(form, ["double": .integer(8)], over: record).unchanged == ["double"])
    }

    @Test("a choice_filter is asked for what is chosen, and again when what it reads changes")
    func choiceFilter() throws {
        let form = try readForm(
            "type,name,label,choice_filter\nselect_one town,town,T,\nselect_multiple place,place,P,town = ${town}",
            choices: "list_name,name,label,town\ntown,n,N,\ntown,s,S,\nplace,p1,P1,n\nplace,p2,P2,s\nplace,p3,P3,n")
        let good: [String: FieldValue] = ["town": .text("n"), "place": .list(["p1", "p3"])]
        #expect(try Self.complete(form, good).patch == Patch(good))
        let place = try #require(form.field("place"))
        #expect(form.choices(of: place, values: good, moment: Self.moment).map(\.name) == ["p1", "p3"])
        #expect(
            try Self.faults { _ = try Self.complete(form, ["town": .text("s")], over: good) }.map(\.field) == ["place"])
        #expect(
            try Self.faults { _ = try Self.complete(form, ["town": .text("n"), "place": .list(["p2"])]) }.map(\.problem)
                == [.notAChoice])
        #expect(try Self.faults { _ = try Self.complete(form, ["town": .text("x")]) }.map(\.problem) == [.notAChoice])
    }

    @Test("everything wrong is said at once, unknown fields by name")
    func allFaults() throws {
        let form = try #require(BuiltInForms.form("visit"))
        #expect(
            try Self.faults { _ = try Self.complete(form, ["colour": .text("red"), "b": .empty]) }.map(\.field) == [
                "b", "colour",
            ])
        let faults = try Self.faults {
            _ = try Self.complete(form, ["date": .text("8.11."), "people": .text("3"), "services": .list(["tea"])])
        }
        #expect(faults.map(\.field) == ["date", "services", "people"])
        #expect(faults.map(\.problem) == [.wrongType, .notAChoice, .wrongType])
        #expect(
            try Self.faults { _ = try Self.complete(form, ["services": .list(["rest"]), "people": .integer(-1)]) }.map(
                \.problem) == [.constraint])
    }

    @Test("no message holds the value of a personal field")
    func personal() throws {
        let form = try readForm("type,name,label,personal,constraint\ninteger,id,ID,yes,. < 10\ntext,t,T,no,")
        let field = try #require(form.field("id"))
        for text in ["SECRET", "99SECRET", String(repeating: "SECRET", count: 20_000)] {
            let faults = try Self.faults { _ = try field.value(typed: text) }
            #expect(faults.count == 1)
            #expect(faults.allSatisfy { !$0.what.zh.contains("SECRET") && !$0.what.en.contains("SECRET") })
        }
        let faults = try Self.faults { _ = try Self.complete(form, ["id": .integer(424242)]) }
        #expect(faults.map(\.problem) == [.constraint])
        #expect(!faults[0].what.en.contains("424242"))
    }

    @Test("texts and lists have their limits")
    func limits() throws {
        let form = try readForm("type,name,label\ntext,t,T")
        let field = try #require(form.field("t"))
        let longest = String(repeating: "x", count: FormLimits.textBytesMax)
        #expect(try field.value(typed: longest) == .text(longest))
        #expect(try Self.faults { _ = try field.value(typed: longest + "x") }.map(\.problem) == [.tooLong])
        #expect(
            try Self.faults { _ = try Self.complete(form, ["t": .text(longest + "x")]) }.map(\.problem) == [.tooLong])
        #expect(try Self.faults { _ = try field.value(typed: "a\u{0}b") }.map(\.problem) == [.wrongType])
    }

    @Test("a message shows the form's own words")
    func ownWords() throws {
        let form = try readForm(
            "type,name,label,required,required_message,constraint,constraint_message\ninteger,n,N,yes,please,. < 5,too many"
        )
        #expect(try Self.faults { _ = try Self.complete(form, [:]) }.map(\.what.en) == ["N (n): please"])
        #expect(
            try Self.faults { _ = try Self.complete(form, ["n": .integer(9)]) }.map(\.what.en) == ["N (n): too many"])
    }
}
