import FieldRecords

/// Judges whether two records of one form may be about one thing.
///
/// Evidence is weighed as record linkage does since Fellegi and Sunter ("A Theory for Record Linkage", JASA 64, 1969),
/// with fixed weights in place of learnt ones: what agrees speaks for it, what differs against it, what one of them
/// leaves open for nothing. That a common text proves little is Newcombe's observation (Science 130, 1959): two
/// stations that hand out 姜茶 on one day are two stations.
struct PairJudge {
    /// Texts less alike than this are not taken for one thing.
    static let likenessMin = 0.6
    /// A pair of less weight is not suggested.
    static let weightMin = 0.65
    /// A text that stands in more records of the form than this tells little.
    static let rareMax = 6
    /// Positions farther apart than this are two places, whatever else agrees.
    private static let metresMax = 1_000.0
    private static let metresNear = 300.0

    private static let lossAnotherDay = 0.1
    private static let lossAnotherPlace = 0.1
    private static let lossDifference = 0.15
    private static let gainAgreement = 0.05
    private static let gainsMax = 3
    private static let gainNumber = 0.2

    let form: ComparedForm
    /// In how many records of the form a text stands.
    let frequency: (ComparedText) -> Int

    /// Nil where nothing suggests that the two are one.
    ///
    /// - Parameter areNeighbours: whether their places are the same or hang below one town.
    func pair(_ one: ComparedRecord, _ other: ComparedRecord, areNeighbours: Bool) -> LikelyPair? {
        guard one.text.outline.likenessMax(to: other.text.outline) >= PairJudge.likenessMin,
            one.text.numbers == other.text.numbers || one.text.numbers.isEmpty || other.text.numbers.isEmpty
        else { return nil }
        let likeness = one.text.plain == other.text.plain ? 1 : one.text.likeness(to: other.text)
        guard likeness >= PairJudge.likenessMin else { return nil }
        var weight = likeness
        var reasons: [LikelyPair.Reason] = []

        let days = one.day.flatMap { day in other.day.map { abs(day.days - $0.days) } }
        if days == 0 { reasons.append(.sameDay) } else { weight -= PairJudge.lossAnotherDay }
        if let days, days > 0 { reasons.append(.daysApart(days)) }

        guard let place = placeReasons(one, other, areNeighbours) else { return nil }
        reasons += place
        if one.node != other.node { weight -= PairJudge.lossAnotherPlace }

        let named = form.texts[one.textField].name
        reasons.append(
            likeness == 1 ? .sameText(field: named) : .likeText(field: named, percent: Int(likeness * 100)))

        switch numbers(one, other) {
        case .same(let field):
            reasons.append(.sameNumber(field: field))
            weight += PairJudge.gainNumber
        case .untold: break
        case .different: return nil
        }

        let compared = compareOthers(one, other)
        guard !isCommon(one, other) || (days == 0 && one.node == other.node && compared.areEqual) else { return nil }
        weight += PairJudge.gainAgreement * Double(min(compared.same.count, PairJudge.gainsMax))
        weight -= PairJudge.lossDifference * Double(compared.differing.count)
        guard weight >= PairJudge.weightMin else { return nil }
        reasons += compared.same.map { .sameValue(field: $0) } + compared.differing.map { .otherValue(field: $0) }
        let rows = one.row < other.row ? (one.row, other.row) : (other.row, one.row)
        return LikelyPair(rows: rows, weight: min(weight, 1), reasons: reasons)
    }

    private func isCommon(_ one: ComparedRecord, _ other: ComparedRecord) -> Bool {
        max(frequency(one.text), frequency(other.text)) > PairJudge.rareMax
    }

    /// Nil where the two are about places too far apart.
    private func placeReasons(
        _ one: ComparedRecord, _ other: ComparedRecord, _ areNeighbours: Bool
    ) -> [LikelyPair.Reason]? {
        var reasons: [LikelyPair.Reason] = [
            one.node == other.node ? .samePlace : areNeighbours ? .neighbouringPlaces : .twoPlaces
        ]
        guard let position = one.position, let otherPosition = other.position else { return reasons }
        let metres = position.metres(to: otherPosition)
        guard metres <= PairJudge.metresMax else { return nil }
        if metres <= PairJudge.metresNear { reasons.append(.metresApart(Int(metres))) }
        return reasons
    }

    private enum Numbers {
        case same(field: String)
        case untold
        /// Both tell a number, and none of the one is the other's: two people of one name.
        case different
    }

    private func numbers(_ one: ComparedRecord, _ other: ComparedRecord) -> Numbers {
        var result = Numbers.untold
        for (field, (number, otherNumber)) in zip(form.identifiers, zip(one.identifiers, other.identifiers))
        where !number.isEmpty && !otherNumber.isEmpty {
            if number == otherNumber { return .same(field: field.name) }
            result = .different
        }
        return result
    }

    private func compareOthers(
        _ one: ComparedRecord, _ other: ComparedRecord
    ) -> (same: [String], differing: [String], areEqual: Bool) {
        var (same, differing): ([String], [String]) = ([], [])
        for ((field, manner), (value, otherValue)) in zip(form.others, zip(one.others, other.others)) {
            guard let value, let otherValue else { continue }
            if value == otherValue {
                same.append(field.name)
            } else if case .asText = manner,
                ComparedText(value).likeness(to: ComparedText(otherValue)) >= PairJudge.likenessMin
            {
                continue
            } else {
                differing.append(field.name)
            }
        }
        return (same, differing, one.others == other.others)
    }
}
