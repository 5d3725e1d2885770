import Causality
package import FieldRecords
package import Store

/// A station that a report lacks word of, or some of whose changes it lacks.
package struct StationStanding: Sendable {
    package let code: String
    package let name: String
    package let town: String
    /// The day of its last word; nil where nothing was ever heard of it.
    package let since: CivilDate?
    /// From its last word to the last day that counts; nil where nothing was ever heard of it.
    package let daysSilent: Int?
    package let isSilent: Bool
    /// Minutes east of UTC in which days are counted.
    let utcOffsetMinutes: Int
    package let word: StationWord
    /// Whom to call, as the station's own record says; nil where it says nothing or nobody asked.
    package var contact: StationContact?

    /// The day of a receipt that tells of something missing.
    package func day(_ receipt: TellingReceipt) -> CivilDate {
        Moment(millisecondsSinceEpoch: receipt.time, offsetMinutes: utcOffsetMinutes).date
    }

    /// Whether something is known to exist that is not here.
    package var isIncomplete: Bool { !word.missing.isEmpty || word.photosMissing > 0 || !word.waiting.isEmpty }
}

/// Whom a report has heard of, and what exactly is missing.
package struct Coverage: Sendable {
    package let known: Int
    package let heard: Int
    /// The last day that counts: the period's, or today if that is earlier.
    package let through: CivilDate
    /// Those silent longest first.
    package internal(set) var silent: [StationStanding]
    /// Heard of, and yet something is missing.
    package internal(set) var incomplete: [StationStanding]
    /// Stations by town: known, heard.
    package let byTown: [(town: String, known: Int, heard: Int)]
    /// Of every device that was compared with, in milliseconds.
    package let clockOffsets: [(replica: String, milliseconds: Int64)]

    package init(_ reading: StoreReading, scope: ReportScope) throws {
        let words = try reading.stationWords(latest: scope.lastTimeBelieved)
        let tree = scope.tree
        let towns = TownNames(scope)
        let through = min(scope.period.to, scope.now.date)
        let stations = scope.nodes.filter {
            $0.kind == "station" && !$0.isClosed && tree.isNode($0.id, within: scope.place.id)
        }
        let standings = stations.map { station in
            StationStanding(
                station, word: words[station.id] ?? StationWord(), town: towns[station.id], through: through,
                scope: scope)
        }
        self.through = through
        known = standings.count
        silent = standings.filter(\.isSilent).sorted { one, other in
            let (days, otherDays) = (one.daysSilent ?? Int.max, other.daysSilent ?? Int.max)
            return days == otherDays ? one.code < other.code : days > otherDays
        }
        heard = known - silent.count
        incomplete = standings.filter { !$0.isSilent && $0.isIncomplete }
        let byTown = Dictionary(grouping: standings, by: \.town)
        self.byTown = towns.inOrder.compactMap { town in
            byTown[town].map { (town, $0.count, $0.filter { !$0.isSilent }.count) }
        }
        clockOffsets = words.values.flatMap(\.clockOffsets).sorted { $0.replica < $1.replica }
    }

    /// The figures that count stations.
    func result(_ figure: Figure) -> FigureResult {
        let isHeard = figure.id == .stationsHeard
        return FigureResult(
            figure: figure, value: Double(isHeard ? heard : known),
            byTown: byTown.map { FigurePart(key: $0.town, value: Double(isHeard ? $0.heard : $0.known)) }, byKind: [])
    }

    /// `389 of 409 stations heard from through 2023-11-14; 20 silent, longest 23 days, 10 never heard from`.
    package var sentence: Phrase {
        let heardFrom = Phrase(
            zh: "截至 \(through)，\(known) 个驿站中 \(heard) 个有消息",
            en: "\(heard) of \(known) station\(known == 1 ? "" : "s") heard from through \(through)")
        guard !silent.isEmpty else { return heardFrom }
        var parts = [Phrase(zh: "\(silent.count) 个没有消息", en: "\(silent.count) silent")]
        if let longest = silent.compactMap(\.daysSilent).max() {
            parts.append(Phrase(zh: "最长 \(longest) 天", en: "longest \(longest) day\(longest == 1 ? "" : "s")"))
        }
        let never = silent.count { $0.daysSilent == nil }
        if never > 0 { parts.append(Phrase(zh: "\(never) 个从未有过消息", en: "\(never) never heard from")) }
        return Phrase(
            zh: "\(heardFrom.zh)；\(parts.map(\.zh).joined(separator: "，"))",
            en: "\(heardFrom.en); \(parts.map(\.en).joined(separator: ", "))")
    }
}

extension ReportScope {
    /// The end of tomorrow, in milliseconds since 1970: a clock may be a day fast unnoticed, and what is told of later
    /// days is told by one that is wrong.
    fileprivate var lastTimeBelieved: Int64 {
        (Int64(now.date.days + 2) * 24 * 60 - Int64(utcOffsetMinutes)) * 60_000
    }
}

extension StationStanding {
    fileprivate init(
        _ station: StoredNode, word: StationWord, town: String, through: CivilDate, scope: ReportScope
    ) {
        let isOwn = station.id == scope.ownNode
        let since = word.last.map {
            Moment(millisecondsSinceEpoch: $0, offsetMinutes: scope.utcOffsetMinutes).date
        }
        let quiet = since.map { max(0, through.days - $0.days) }
        self.init(
            code: station.code, name: station.name, town: town, since: since, daysSilent: quiet,
            isSilent: !isOwn && (quiet ?? .max) > Figures.quietDaysMax, utcOffsetMinutes: scope.utcOffsetMinutes,
            word: word)
    }
}
