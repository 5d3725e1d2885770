import FieldRecords
import Seeds

extension MadeUpSeason {
    mutating func addHonours(_ count: Int) {
        var people = 0
        for index in 0..<count {
            let named = 1 + random.below(10)
            people += named
            add(
                "honour", on: day(),
                [
                    JSONMember("title", .string(random.one(of: ["社区好伙伴", "路客之星", "优秀小哥"]))),
                    JSONMember("people", .integer(Int64(named))),
                    JSONMember("awarded_by", .string("街道 \(index % 22 + 1)")),
                ])
        }
        expected["honours"] = Double(count)
        expected["people_honoured"] = Double(people)
    }

    mutating func addVisits(_ count: Int) {
        let services = ["hot_water", "thanks", "warm_hands", "rest", "charge", "meal", "medicine"]
        for _ in 0..<count {
            let chosen = services.filter { _ in random.oneIn(3) }
            add(
                "visit", on: day(),
                [
                    JSONMember("services", .array((chosen.isEmpty ? ["rest"] : chosen).map(JSONValue.string))),
                    JSONMember("people", .integer(Int64(1 + random.below(6)))),
                    JSONMember("courier_kind", .string(random.one(of: ["parcel", "takeaway"]))),
                ])
        }
        expected["visits"] = Double(count)
    }

    mutating func addMicroservices(_ count: Int) {
        for _ in 0..<count {
            add(
                "microservice", on: day(),
                [JSONMember("kind", .string(random.one(of: ["snap", "clear", "tidy", "report", "advocate"])))])
        }
        expected["microservices"] = Double(count)
    }

    mutating func addShifts(_ count: Int) {
        var halves = 0
        for _ in 0..<count {
            let half = 1 + random.below(12)
            halves += half
            add(
                "shift", on: day(),
                [
                    JSONMember("team", .string(random.one(of: ["sorting", "patrol", "care"]))),
                    JSONMember("hours", .decimal(Double(half) / 2)),
                ])
        }
        expected["volunteer_hours"] = Double(halves) / 2
    }

    /// One a season; the winter's counts.
    mutating func addTalks() {
        let seasons = [("spring", 2025, 3), ("summer", 2025, 6), ("autumn", 2025, 9), ("winter", 2025, 12)]
        for (season, year, month) in seasons {
            guard let date = CivilDate(year: year, month: month, day: 15) else { continue }
            rows.append(
                Row(station: nil, form: "talk", date: date, fields: .object([JSONMember("season", .string(season))])))
        }
        expected["talks"] = 1
    }
}
