import FieldRecords
package import Store

/// Looks for records of one form that may be about one thing.
///
/// Only records of the same and of adjacent days are compared, and only those of one place and its neighbours: all that
/// hang below the same town. Those that tell one telephone number are compared wherever and whenever they were written.
/// So the work grows with the number of records and not with its square; where very many share a day and a town, each is
/// compared only with those next to it in the order of the texts (the sorted neighbourhood of Hernández and Stolfo,
/// SIGMOD 1995).
package struct DuplicateSearch {
    /// With how many others of its block a record is compared at most.
    static let comparedMax = 200
    /// More records of one number than this are not about one person: a switchboard, a placeholder.
    static let oneNumberMax = 20

    /// The likeliest first.
    package private(set) var pairs: [LikelyPair] = []
    /// How many there are, also those beyond the limit.
    package private(set) var count = 0

    private let form: ComparedForm
    private let limit: Int
    private let known: Set<RowPair>
    /// The node under which neighbours hang together.
    private let neighbourhoods: [UInt64: UInt64]
    /// In how many records each text stands, by its hash, and each number.
    private let texts: [Int: Int]
    private let numbers: [String: Int]
    /// Those of numbers that stand in several records.
    private var numbered: [String: [ComparedRecord]] = [:]
    private var foundByNumber: Set<RowPair> = []

    private struct RowPair: Hashable {
        let one: Int64
        let other: Int64

        init(_ one: Int64, _ other: Int64) {
            self.one = min(one, other)
            self.other = max(one, other)
        }
    }

    /// One day's records by neighbourhood.
    private typealias Blocks = [UInt64: [ComparedRecord]]

    /// - Parameters:
    ///   - limit: how many pairs are kept.
    ///   - known: pairs of rows to leave out: a person said that they are two, or it is certain that they are one.
    /// - Returns: nil for a form whose records cannot be told to be alike.
    package init?(
        _ reading: StoreReading, form: FormHistory, nodes: [StoredNode], known: [(Int64, Int64)], limit: Int
    ) throws {
        guard let form = ComparedForm(form) else { return nil }
        self.form = form
        self.limit = limit
        self.known = Set(known.map { RowPair($0.0, $0.1) })
        neighbourhoods = Dictionary(
            nodes.map { ($0.id, $0.kind == "station" ? $0.parent ?? $0.id : $0.id) },
            uniquingKeysWith: { one, _ in one })
        var (texts, numbers): ([Int: Int], [String: Int]) = ([:], [:])
        try form.each(reading, inOrder: false) { record in
            texts[record.text.plain.hashValue, default: 0] += 1
            for number in Set(record.identifiers) where !number.isEmpty { numbers[number, default: 0] += 1 }
        }
        self.texts = texts
        self.numbers = numbers.filter { (2...DuplicateSearch.oneNumberMax).contains($0.value) }
        try search(reading)
        keepLikeliest()
    }

    private mutating func search(_ reading: StoreReading) throws {
        let texts = texts
        let judge = PairJudge(form: form) { texts[$0.plain.hashValue] ?? 0 }
        var (yesterday, today): (Blocks, Blocks) = ([:], [:])
        var day: CivilDate?
        try form.each(reading, inOrder: true) { record in
            compareByNumber(record, judge)
            guard let recordDay = record.day else { return }
            if day != recordDay {
                compare(today, with: yesterday, judge)
                yesterday = day.map { $0.days + 1 == recordDay.days } == true ? today : [:]
                today = [:]
                day = recordDay
            }
            today[neighbourhood(of: record), default: []].append(record)
        }
        compare(today, with: yesterday, judge)
    }

    private func neighbourhood(of record: ComparedRecord) -> UInt64 { neighbourhoods[record.node] ?? record.node }

    /// Compares a day's records with each other and with those of the day before.
    private mutating func compare(_ today: Blocks, with yesterday: Blocks, _ judge: PairJudge) {
        for (neighbourhood, records) in today {
            let before = yesterday[neighbourhood] ?? []
            var block = before + records
            let day = records.first?.day
            if block.count > DuplicateSearch.comparedMax { block.sort { $0.text.plain < $1.text.plain } }
            // Most pairs are told to be two by this much, and there are many.
            let outlines = block.map(\.text.outline)
            for index in block.indices {
                for other in (index + 1)..<max(index + 1, min(block.count, index + 1 + DuplicateSearch.comparedMax))
                where outlines[index].likenessMax(to: outlines[other]) >= PairJudge.likenessMin {
                    compare(block[index], block[other], on: day, judge)
                }
            }
        }
    }

    /// Compares two neighbours of which one was written on a day, and the other then or the day before.
    private mutating func compare(
        _ one: ComparedRecord, _ other: ComparedRecord, on day: CivilDate?, _ judge: PairJudge
    ) {
        guard one.day == day || other.day == day, !foundByNumber.contains(RowPair(one.row, other.row)),
            let pair = judge.pair(one, other, areNeighbours: true)
        else { return }
        note(pair)
    }

    private mutating func compareByNumber(_ record: ComparedRecord, _ judge: PairJudge) {
        for number in Set(record.identifiers) where numbers[number] != nil {
            for other in numbered[number] ?? [] where foundByNumber.insert(RowPair(record.row, other.row)).inserted {
                let areNeighbours = neighbourhood(of: other) == neighbourhood(of: record)
                if let pair = judge.pair(other, record, areNeighbours: areNeighbours) { note(pair) }
            }
            numbered[number, default: []].append(record)
        }
    }

    private mutating func note(_ pair: LikelyPair) {
        guard !known.contains(RowPair(pair.rows.one, pair.rows.other)) else { return }
        count += 1
        pairs.append(pair)
        if pairs.count >= max(2 * limit, 1_000) { keepLikeliest() }
    }

    private mutating func keepLikeliest() {
        pairs.sort(by: LikelyPair.precedes)
        pairs.removeLast(max(0, pairs.count - limit))
    }
}
