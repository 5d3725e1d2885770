import FieldRecords
import Seeds

/// A season's records at a district's real scale, from a seed, and what a report of it must say.
///
/// What is expected is counted here while the records are made, without SQL and without the program's figures.
struct MadeUpSeason {
    /// One record for one station; the district's own where there is none.
    struct Row {
        let station: Int?
        let form: String
        let date: CivilDate
        let fields: JSONValue
    }

    static let firstDay = CivilDate(year: 2025, month: 11, day: 7)!
    static let lastDay = CivilDate(year: 2026, month: 2, day: 3)!

    var rows: [Row] = []
    /// By the figure's name.
    var expected: [String: Double] = [:]
    var random: SeededRandom
    private let stations: [Int]

    /// - Parameters:
    ///   - stations: those that write.
    ///   - scale: how many times the district's own numbers.
    init(seed: UInt64, stations: [Int], scale: Int = 1) {
        random = SeededRandom(seed)
        self.stations = stations
        addHandouts(packs: 2_600 * scale, handouts: 260 * scale)
        addActivities(200 * scale)
        addIssues(400 * scale)
        addHonours(36 * scale)
        addVisits(4_000 * scale)
        addMicroservices(600 * scale)
        addShifts(300 * scale)
        addTalks()
    }

    mutating func add(_ form: String, on date: CivilDate, _ fields: [JSONMember]) {
        rows.append(Row(station: random.one(of: stations), form: form, date: date, fields: .object(fields)))
    }

    mutating func day() -> CivilDate {
        let days = MadeUpSeason.lastDay.days - MadeUpSeason.firstDay.days + 1
        return CivilDate(daysSinceEpoch: MadeUpSeason.firstDay.days + random.below(days)) ?? MadeUpSeason.firstDay
    }

    private mutating func addHandouts(packs: Int, handouts: Int) {
        var left = packs
        for index in 0..<handouts {
            // What is left is shared out, so that the sum is met exactly; one in ten says no quantity.
            let rest = handouts - index
            let quantity = rest == 1 ? left : min(left, random.below(2 * left / rest + 1))
            left -= quantity
            var fields = [JSONMember("item", .string(random.one(of: ["防寒包", "保温水杯", "手套护膝", "雨衣", "姜茶"])))]
            if quantity > 0 || !random.oneIn(10) { fields.append(JSONMember("quantity", .integer(Int64(quantity)))) }
            add("handout", on: day(), fields)
        }
        expected["packs"] = Double(packs)
    }

    private mutating func addActivities(_ count: Int) {
        let kinds = ["meal", "tea", "health", "safety", "letter", "repair", "award", "other"]
        for index in 0..<count {
            add(
                "activity", on: day(),
                [
                    JSONMember("title", .string("活动 \(index + 1)")), JSONMember("kind", .string(random.one(of: kinds))),
                    JSONMember("people", .integer(Int64(5 + random.below(60)))),
                ])
        }
        expected["activities"] = Double(count)
    }

    private mutating func addIssues(_ count: Int) {
        let kinds = ["entry", "charging", "rest", "parking", "parcel_storage", "pay", "dispute", "other"]
        var days: [Int] = []
        for index in 0..<count {
            let raised = day()
            let took = random.below(15)
            let closed = CivilDate(daysSinceEpoch: raised.days + took) ?? raised
            let isResolved = index.isMultiple(of: 5) == false && closed <= MadeUpSeason.lastDay
            if isResolved { days.append(took) }
            add(
                "issue", on: raised,
                [
                    JSONMember("kind", .string(random.one(of: kinds))), JSONMember("title", .string("诉求 \(index + 1)")),
                    JSONMember("raised_via", .string(random.one(of: ["station", "talk", "snap", "phone"]))),
                    JSONMember("status", .string(isResolved ? "resolved" : random.one(of: ["open", "assigned"]))),
                ] + (isResolved ? [JSONMember("closed_on", .string(closed.description))] : []))
        }
        days.sort()
        expected["issues_raised"] = Double(count)
        expected["issues_resolved"] = Double(days.count)
        expected["days_to_resolve_median"] = Double(days[(days.count - 1) / 2] + days[days.count / 2]) / 2
    }
}
