import FieldRecords
import Testing

@Suite("Dates and times")
struct ValueDateTests {
    @Test("every day from 1583 to 2400 follows the one before")
    func everyDay() throws {
        var date = try #require(CivilDate(year: 1583, month: 1, day: 1))
        let last = try #require(CivilDate(year: 2400, month: 12, day: 31))
        while date < last {
            let next = try #require(CivilDate(daysSinceEpoch: date.days + 1))
            let (year, month, day) = next.parts
            let isSuccessor =
                day == date.parts.day + 1
                || (day == 1 && (month == date.parts.month + 1 || year == date.parts.year + 1))
            guard isSuccessor, CivilDate(year: year, month: month, day: day) == next else {
                Issue.record("\(date) is followed by \(next)")
                return
            }
            date = next
        }
    }

    @Test(
        "known days have their number",
        arguments: [("1970-01-01", 0, 4), ("2023-11-08", 19669, 3), ("0001-01-01", -719162, 1)])
    func known(text: String, days: Int, weekday: Int) throws {
        let date = try #require(CivilDate(text))
        #expect(date.days == days)
        #expect(date.weekday == weekday)
        #expect(date.description == text)
    }

    @Test(
        "days that no calendar has are refused",
        arguments: ["2023-02-29", "2023-13-01", "2023-00-10", "2023-4-01", "0000-01-01", "", "2023-04-31", "20230401"])
    func noDay(text: String) { #expect(CivilDate(text) == nil) }

    @Test("a clock's milliseconds become the local day, also before 1970 and beyond the calendar")
    func moments() {
        #expect(
            Moment(millisecondsSinceEpoch: 1_700_000_000_000, offsetMinutes: 480).description
                == "2023-11-15T06:13:20+08:00")
        #expect(Moment(millisecondsSinceEpoch: -1, offsetMinutes: 0).description == "1969-12-31T23:59:59.999+00:00")
        #expect(Moment(millisecondsSinceEpoch: 0, offsetMinutes: -210).description == "1969-12-31T20:30:00-03:30")
        #expect(Moment(millisecondsSinceEpoch: .max, offsetMinutes: 480).today == "9999-12-31")
        #expect(Moment(millisecondsSinceEpoch: .min, offsetMinutes: 480).today == "0001-01-01")
    }

    @Test(
        "a time keeps what was written",
        arguments: [
            ("9:30", "09:30"), ("09:30:15", "09:30:15"), ("23:59:59.5", "23:59:59.500"), ("09:30Z", "09:30+00:00"),
            ("09:30-0330", "09:30-03:30"),
        ])
    func times(text: String, written: String) { #expect(TimeOfDay(text)?.description == written) }

    @Test(
        "what is no time is refused",
        arguments: ["24:00", "9:60", "9", "9:3", "a:10", "09:30+99:00", "09:30:61", "", ":"])
    func noTime(text: String) { #expect(TimeOfDay(text) == nil) }
}
