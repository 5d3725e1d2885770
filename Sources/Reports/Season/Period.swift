package import FieldRecords

/// The days that a report speaks of, both end days among them.
package struct Period: Hashable, Sendable {
    package let from: CivilDate
    package let to: CivilDate

    /// Nil where the last day comes before the first.
    package init?(from: CivilDate, to: CivilDate) {
        guard from <= to else { return nil }
        self.from = from
        self.to = to
    }

    /// The days asked for; without a last day up to today, without a first one from the beginning of the season.
    ///
    /// Nil where they run backwards.
    package init?(from: CivilDate?, to: CivilDate?, today: CivilDate) {
        let last = to ?? today
        self.init(from: from ?? Season.firstDay(before: last), to: last)
    }
}

/// The seasons as the Chinese calendar counts them, from 立春, 立夏, 立秋 and 立冬 on.
///
/// Those fall on the same day of the Gregorian calendar or a day beside it; here they keep to one.
enum Season {
    /// Month and day.
    private static let firstDays = [(2, 4), (5, 5), (8, 7), (11, 7)]

    /// The first day of the season that a day falls in.
    static func firstDay(before day: CivilDate) -> CivilDate {
        let year = day.parts.year
        let candidates = [year - 1, year].flatMap { year in
            firstDays.compactMap { CivilDate(year: year, month: $0.0, day: $0.1) }
        }
        return candidates.last { $0 <= day } ?? CivilDate.first
    }
}
