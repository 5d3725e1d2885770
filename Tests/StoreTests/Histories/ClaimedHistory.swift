import Causality
import FieldRecords
import Seeds
import Store

/// Changes of one record by two members who claim to have seen whatever they please, and the closed form beside them.
struct ClaimedHistory {
    private(set) var logs: [DishonestLog]
    private let record: RecordID
    /// The changes of the honest device.
    private let begun: [SeenDot]
    /// All changes, with what each had seen by the rule that every device follows.
    private var entries: [NaiveRecord<LogID>.Entry] = []

    /// - Precondition: the first honest device has begun the record and edited its field `a`, and done nothing else.
    init(at station: DividedStation, of record: RecordID) throws {
        self.record = record
        logs = station.dishonest.map { DishonestLog(of: $0) }
        let log = station.honest[0].log
        begun = try station.seenDots(of: station.honest[0])
        for dot in begun {
            entries.append(
                NaiveRecord.Entry(
                    dot: Dot(log: log, sequence: dot.sequence), context: VersionVector([log: dot.sequence - 1]),
                    fields: dot.sequence == 1 ? ["a", "b"] : ["a"], isDeletion: false))
        }
    }

    /// One of the two signs a change.
    mutating func step(_ random: inout SeededRandom) throws {
        let index = random.below(logs.count)
        let log = logs[index].name
        let own = UInt64(random.below(Int(logs[index].last) + 1))
        var others: [SeenDot] = []
        for dots in [begun] + logs.filter({ $0.name != log }).map(\.dots)
        where !dots.isEmpty && random.below(2) == 0 {
            others.append(random.one(of: dots))
        }
        let kind = random.below(5)
        let fields: Set<String> = [["a"], ["b"], ["a", "b"], [], []][kind]
        let value = FieldValue.integer(Int64(entries.count))
        let patch = Patch(Dictionary(uniqueKeysWithValues: fields.sorted().map { ($0, value) }))
        let action: Change.Action =
            switch kind {
            case 3: .delete(record)
            case 4: .undelete(record)
            default: .edit(record, Change.Writing(patch: patch))
            }
        let context = context(own: own, others: others, of: log)
        try logs[index].sign(
            action, context: SeenContext(own: own, others: others.sorted { $0.replica < $1.replica }))
        entries.append(
            NaiveRecord.Entry(
                dot: Dot(log: log, sequence: logs[index].last), context: context, fields: fields,
                isDeletion: kind == 3))
    }

    /// What was named, and what that had seen; of the change's own log only what it says itself.
    private func context(own: UInt64, others: [SeenDot], of log: LogID) -> VersionVector<LogID> {
        var context = VersionVector<LogID>()
        func add(_ dot: Dot<LogID>) {
            if let entry = entries.first(where: { $0.dot == dot }) { context.merge(entry.context) }
            context.cover(dot)
        }
        if own > 0 { add(Dot(log: log, sequence: own)) }
        for other in others {
            add(Dot(log: LogID(replica: other.replica, place: log.place), sequence: other.sequence))
        }
        context[log] = own
        return context
    }

    /// What the changes come to that count where the first log is cut.
    func closedForm(cut: UInt64) -> NaiveRecord<LogID> {
        NaiveRecord(entries: entries.filter { $0.dot.log != logs[0].name || $0.dot.sequence <= cut })
    }
}
