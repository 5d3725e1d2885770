import FieldRecords
import Testing

@Suite("Values as people type them")
struct FormTypedTests {
    static let form: Form = {
        do {
            return try readForm(
                """
                type,name,label,parameters
                text,text,T,
                integer,integer,I,
                decimal,decimal,D,
                range,range,R,start=0 end=1 step=0.25
                date,date,D,
                time,time,T,
                dateTime,dateTime,D,
                select_one c,one,O,
                select_multiple c,many,M,
                geopoint,geopoint,G,
                acknowledge,acknowledge,A,
                image,image,I,
                """,
                choices:
                    "list_name,name,label::zh,label::en\nc,hot_water,一杯热水,Hot water\nc,tea,茶,Tea\nc,x,同,Same\nc,y,同,Other"
            )
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    @Test(
        "are understood",
        arguments: [
            ("text", " 保持原样 ", FieldValue.text(" 保持原样 ")), ("text", "", .empty), ("integer", "15", .integer(15)),
            ("integer", "１５", .integer(15)), ("integer", "-3", .integer(-3)), ("integer", "15.0", .integer(15)),
            ("integer", " 7 ", .integer(7)),
            ("integer", "  ", .empty), ("decimal", "15", .decimal(15)), ("decimal", "２．５", .decimal(2.5)),
            ("range", "0.75", .decimal(0.75)),
            ("date", "2023-11-08", .text("2023-11-08")), ("date", "2023/11/8", .text("2023-11-08")),
            ("date", "2023.11.8", .text("2023-11-08")),
            ("date", "2023年11月8日", .text("2023-11-08")), ("date", "20231108", .text("2023-11-08")),
            ("date", "２０２３年１１月８日", .text("2023-11-08")),
            ("time", "9:30", .text("09:30")), ("time", "９：３０", .text("09:30")), ("time", "9点30分", .text("09:30")),
            ("time", "09:30:15", .text("09:30:15")),
            ("dateTime", "2023-11-08T09:30:00+08:00", .text("2023-11-08T09:30:00+08:00")),
            ("dateTime", "2023/11/8 9:30", .text("2023-11-08T09:30:00")),
            ("one", "tea", .text("tea")), ("one", "茶", .text("tea")), ("one", " hot WATER ", .text("hot_water")),
            ("one", "x", .text("x")),
            ("many", "tea hot_water", .list(["hot_water", "tea"])),
            ("many", "Hot water,茶", .list(["hot_water", "tea"])),
            ("many", "茶、一杯热水；x", .list(["hot_water", "tea", "x"])), ("many", "tea tea", .list(["tea"])),
            ("many", " , ", .empty),
            ("geopoint", "40.22 116.23", .text("40.22 116.23")), ("geopoint", "40.22，116.23", .text("40.22 116.23")),
            ("geopoint", "40.22 116.23 50 5", .text("40.22 116.23 50 5")), ("acknowledge", "是", .text("OK")),
            ("acknowledge", "no", .empty),
        ])
    func understood(name: String, text: String, value: FieldValue) throws {
        #expect(try #require(Self.form.field(name)).value(typed: text) == value)
    }

    @Test(
        "or refused",
        arguments: [
            ("integer", "十五"), ("integer", "1.5"), ("integer", "9223372036854775808"), ("integer", "1e30"),
            ("decimal", "nan"), ("decimal", "0x10"),
            ("decimal", "1,5"), ("decimal", "1e999"), ("range", "a"), ("date", "2023-02-30"), ("date", "8/11/2023"),
            ("date", "11-08"), ("time", "25:00"),
            ("time", "9"), ("dateTime", "2023-11-08"), ("one", "coffee"), ("one", "同"), ("one", "tea x"),
            ("many", "coffee"), ("geopoint", "40.22"),
            ("geopoint", "91 0"), ("geopoint", "0 181"), ("geopoint", "1 2 3 4 5"), ("geopoint", "1 2 3 -4"),
            ("acknowledge", "maybe"), ("image", "a.jpg"),
        ])
    func refused(name: String, text: String) throws {
        let field = try #require(Self.form.field(name))
        let error = #expect(throws: FieldRecordsError.self) { try field.value(typed: text) }
        #expect(try #require(error).what.zh.contains(text))
    }

    @Test(
        "and as JSON",
        arguments: [
            ("integer", JSONValue.integer(3), FieldValue.integer(3)), ("integer", .decimal(3), .integer(3)),
            ("decimal", 3, .decimal(3)), ("text", 138, .text("138")),
            ("many", ["tea", "一杯热水"], .list(["hot_water", "tea"])), ("many", [], .empty),
            ("acknowledge", true, .text("OK")), ("date", "2023年1月2日", .text("2023-01-02")),
            ("one", .null, .empty),
            (
                "image", ["file": .string(String(repeating: "ab", count: 32)), "bytes": 5, "type": "image/png"],
                .file(FileReference(digest: Array(repeating: 0xAB, count: 32), bytes: 5, mediaType: "image/png"))
            ),
        ] as [(String, JSONValue, FieldValue)])
    func json(name: String, json: JSONValue, value: FieldValue) throws {
        #expect(try #require(Self.form.field(name)).value(json: json) == value)
    }

    @Test(
        "what JSON cannot mean is refused",
        arguments: [
            ("integer", .decimal(1.5)), ("integer", true), ("many", [1]), ("one", ["tea"]), ("text", [:]),
            ("image", ["file": "x"]), ("image", "x"), ("many", [["tea"]]),
        ] as [(String, JSONValue)])
    func refusedJSON(name: String, json: JSONValue) throws {
        let field = try #require(Self.form.field(name))
        #expect(throws: FieldRecordsError.self) { try field.value(json: json) }
    }

    @Test(
        "a range takes its steps only",
        arguments: [(0.25, true), (0, true), (1, true), (0.3, false), (1.25, false), (-0.25, false)])
    func range(number: Double, isGood: Bool) {
        let outcome = try? Self.form.complete(
            current: [:], changes: ["range": .decimal(number)], isNew: true,
            moment: Moment(millisecondsSinceEpoch: 0, offsetMinutes: 480))
        #expect((outcome != nil) == isGood)
    }
}
