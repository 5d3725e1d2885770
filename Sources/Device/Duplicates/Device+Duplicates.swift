import Causality
import FieldRecords
import Reports
import Store

extension Device {
    /// Pairs of records that may be about one thing: of one form, near in time and place, alike in what they are called.
    ///
    /// Those that imports made of one row come first, and are certain. Pairs of which a person said that they are two
    /// are left out.
    ///
    /// - Parameters:
    ///   - form: nil for all forms.
    ///   - limit: how many of each form are told; the likeliest.
    package func likelyDuplicates(form: String?, limit: Int, showPersonal: Bool) throws -> DuplicateList {
        try read { reading, own in
            if let form { _ = try Device.form(named: form, in: reading) }
            let naming = try RecordNaming(reading, own, showPersonal: showPersonal)
            let (nodes, distinct) = (try reading.nodes(), try Device.distinctPairs(reading))
            let two = Set(distinct.map { Set([$0.0, $0.1]) })
            var list = DuplicateList()
            for history in try reading.formHistories() where form == nil || history.name == form {
                let certain = try reading.pairsOfOneKey(form: history.name).filter {
                    !two.contains([$0.meant, $0.other])
                }
                let search = try DuplicateSearch(
                    reading, form: history, nodes: nodes, known: distinct + certain.map { ($0.meant, $0.other) },
                    limit: limit)
                list.count += certain.count + (search?.count ?? 0)
                let pairs = certain.prefix(limit).map(LikelyPair.ofOneKey) + (search?.pairs ?? [])
                for pair in pairs.prefix(limit) {
                    guard let one = try reading.record(row: pair.rows.one),
                        let other = try reading.record(row: pair.rows.other)
                    else { continue }
                    list.pairs.append(try LikelyDuplicate(pair, one, other, of: history, naming))
                }
            }
            return list
        }
    }

    /// Rows of pairs of which a person said that they are two.
    static func distinctPairs(_ reading: StoreReading) throws -> [(Int64, Int64)] {
        try reading.pairVerdicts().filter { $0.verdict.kind == .distinct }.compactMap { stored in
            guard let one = try reading.record(stored.verdict.one), let other = try reading.record(stored.verdict.other)
            else { return nil }
            return (one.row, other.row)
        }
    }

    /// Remembers that two records are two, however alike: they are suggested no more, here and wherever it travels.
    ///
    /// - Returns: whether that is new.
    package func dismissDuplicate(_ number: String, _ otherNumber: String, by author: String?) throws -> Bool {
        try changePair(number, otherNumber, by: author) { saving, one, other in
            let known = try saving.session.pairVerdicts().map(\.verdict).contains {
                $0.kind == .distinct && Set([$0.one, $0.other]) == [one.name, other.name]
            }
            guard !known else { return false }
            try saving.note(PairVerdict(.distinct, one: one.name, other: other.name), at: other.place)
            return true
        }
    }

    func changePair<Result>(
        _ number: String, _ otherNumber: String, by author: String?,
        _ body: (Saving, StoredRecord, StoredRecord) throws -> Result
    ) throws -> Result {
        try change(number, by: author) { saving, one in
            let other = try Device.record(numbered: otherNumber, in: saving.session)
            try Device.requirePair(one, other, number, otherNumber)
            return try body(saving, one, other)
        }
    }

    static func requirePair(
        _ one: StoredRecord, _ other: StoredRecord, _ number: String, _ otherNumber: String
    ) throws {
        guard one.row != other.row, one.form.name == other.form.name else {
            throw DeviceError(
                .usage,
                what: Phrase(
                    zh: "\(number) 和 \(otherNumber) 不是同一种表单的两条记录",
                    en: "\(number) and \(otherNumber) are not two records of one form"),
                advice: Phrase(zh: "用 yilu duplicate list 查看。", en: "See yilu duplicate list."))
        }
    }
}

extension Saving {
    /// Writes down what a person decided about two records.
    func note(_ verdict: PairVerdict, at place: PlaceID) throws {
        let name = RecordID(replica: own.replica.replica, number: try session.nextNoticeNumber())
        try append(.begin(name, PairVerdict.form, Change.Writing(patch: Patch(verdict.fields))), at: place)
    }
}

extension LikelyDuplicate {
    init(
        _ pair: LikelyPair, _ one: StoredRecord, _ other: StoredRecord, of form: FormHistory, _ naming: RecordNaming
    ) throws {
        func says(_ record: StoredRecord, _ field: Field) -> FieldValue? {
            record.fields[field.name].flatMap { $0 == .empty ? nil : $0 }
        }
        self.one = try Device.view(one, naming: naming)
        self.other = try Device.view(other, naming: naming)
        oneSeen = try Device.seenRecord(one, in: naming.reading)
        otherSeen = try Device.seenRecord(other, in: naming.reading)
        percent = Int(pair.weight * 100)
        reasons = pair.reasons.map { reason in
            reason.phrase { name in
                let label = form.field(name)?.label ?? Phrase(name)
                return Phrase(zh: label.zh.isEmpty ? name : label.zh, en: label.en.isEmpty ? name : label.en)
            }
        }
        open = form.fields.filter { (says(one, $0) == nil) != (says(other, $0) == nil) }.map(\.name)
        differing = form.fields.filter { field in
            says(one, field).map { value in says(other, field).map { $0 != value } ?? false } ?? false
        }.map(\.name)
    }
}
