/// A point in time as a person at a place sees it: the day, the time and the offset from UTC.
package struct Moment: Hashable, Sendable, CustomStringConvertible {
    package let date: CivilDate
    package let time: TimeOfDay

    package init(date: CivilDate, time: TimeOfDay) {
        self.date = date
        self.time = time
    }

    /// The moment of a clock.
    ///
    /// - Parameters:
    ///   - milliseconds: since 1970-01-01T00:00Z; a clock outside the years 1 to 9999 is taken as its nearer end.
    ///   - offsetMinutes: minutes east of UTC, 480 for Beijing.
    package init(millisecondsSinceEpoch milliseconds: Int64, offsetMinutes: Int) {
        let lowest = Int64(CivilDate.first.days) * 86_400_000
        let highest = Int64(CivilDate.last.days + 1) * 86_400_000 - 1
        let shift = Int64(offsetMinutes) * 60_000
        let local = min(max(milliseconds, lowest - shift), highest - shift) + shift
        let days = Int((local - ((local % 86_400_000) + 86_400_000) % 86_400_000) / 86_400_000)
        date = CivilDate(daysSinceEpoch: days) ?? .first
        time = TimeOfDay(
            millisecondsOfDay: Int(local - Int64(days) * 86_400_000), offsetMinutes: offsetMinutes)
    }

    /// Reads `2023-11-08T09:30:00+08:00`; a space may stand for the `T`, seconds and offset may be missing.
    package init?(_ text: some StringProtocol) {
        guard let gap = text.firstIndex(where: { $0 == "T" || $0 == " " }),
            let date = CivilDate(text[..<gap]),
            let time = TimeOfDay(text[text.index(after: gap)...])
        else { return nil }
        self.init(date: date, time: time)
    }

    /// The same day and time with an offset from UTC: its own where it has one, else the one that is given.
    package func located(atOffsetMinutes offset: Int) -> Moment {
        guard time.offsetMinutes == nil else { return self }
        return Moment(date: date, time: TimeOfDay(millisecondsOfDay: time.milliseconds, offsetMinutes: offset))
    }

    /// Milliseconds since 1970-01-01T00:00Z; without an offset of its own it is a time of UTC.
    package var millisecondsSinceEpoch: Int64 {
        Int64(date.days) * 86_400_000 + Int64(time.milliseconds) - Int64(time.offsetMinutes ?? 0) * 60_000
    }

    /// `2023-11-08`.
    package var today: String { date.description }

    /// `2023-11-08T09:30:00+08:00`.
    package var description: String { "\(date)T\(time.descriptionWithSeconds)" }

    /// Days since 1970-01-01 with the part of the day, in the time of an offset; this moment's own where it has none.
    func decimalDays(atOffsetMinutes offset: Int) -> Double {
        let shift = time.offsetMinutes.map { offset - $0 } ?? 0
        return Double(date.days) + Double(time.milliseconds + shift * 60_000) / 86_400_000
    }
}
