import Bundles
import Causality
import FieldRecords
import Seeds
import Store
import Testing

@Suite("Random histories on real stores")
struct RandomHistoryTests {
    @Test(
        "three devices that exchange bits and pieces in any order end alike, and as the closed form says",
        arguments: 1...20)
    func randomHistory(seed: Int) throws {
        var run = try RandomRun(seed: UInt64(seed))
        for _ in 0..<60 { try run.step() }
        try exchangeAll(run.network.replicas)

        let digests = try run.network.replicas.map { try $0.digest() }
        #expect(Set(digests).count == 1)
        #expect(run.records.count >= 2)
        for replica in run.network.replicas {
            #expect(try replica.problems() == [])
            #expect(try replica.store.read { try $0.gaps().isEmpty })
            for (record, naive) in run.records { try expect(replica, shows: naive, of: record) }
        }
    }

    private func expect(_ replica: TestReplica, shows naive: NaiveRecord<LogID>, of record: RecordID) throws {
        let shown = try #require(try replica.shown(record))
        #expect(shown.isDeleted == naive.isDeleted)
        #expect(shown.conflicts.contains("deleted") == naive.isDisputed)
        for field in naive.fields {
            let standing = try replica.store.read { try $0.standingWrites(of: field, in: shown.row) }
            #expect(Set(standing.map(\.dot)) == naive.standing(field))
            #expect(shown.conflicts.contains(field) == (Set(standing.map(\.value)).count > 1))
            let latest = standing.max { ($0.time, $0.dot) < ($1.time, $1.dot) }
            #expect((shown.fields[field] ?? .empty) == latest?.value)
        }
        let deletions = try replica.store.read { try $0.standingDeletions(of: shown.row) }
        #expect(Set(deletions.map(\.dot)) == naive.deletions)
    }
}

/// One run of a seed: writes and deliveries, with the closed form kept beside them.
private struct RandomRun {
    let network: TestNetwork
    private(set) var records: [RecordID: NaiveRecord<LogID>] = [:]
    private var random: SeededRandom
    /// Forms that were opened some time ago: by which device, on which record.
    private var forms: [(replica: Int, record: RecordID, opened: OpenedContext)] = []

    init(seed: UInt64) throws {
        network = try TestNetwork(stations: 3)
        random = SeededRandom(seed)
        // One clock is years slow and one a day fast: it decides what is shown, never what stands.
        network.replicas[1].wall -= 6 * 365 * 86_400_000
        network.replicas[2].wall += 86_000_000
    }

    mutating func step() throws {
        let index = random.below(3)
        switch random.below(10) {
        case 0...4: try write(at: index)
        case 5: try openForm(at: index)
        default: try deliver(to: index)
        }
    }

    private mutating func deliver(to index: Int) throws {
        let others = network.replicas.indices.filter { $0 != index }
        let from = network.replicas[random.one(of: others)]
        guard let chunks = from.chunks[from.log], !chunks.isEmpty else { return }
        if random.below(6) == 0 { return try network.replicas[index].receiveAll(from: from) }
        // Any run of its saves, from anywhere: some have a gap before them, some are known already.
        let first = random.below(chunks.count)
        for chunk in chunks[first..<min(first + 1 + random.below(4), chunks.count)].shuffled(using: &random) {
            try network.replicas[index].receive(chunk)
        }
    }

    private func known(at index: Int) throws -> [RecordID] {
        try records.keys.sorted().filter { try network.replicas[index].shown($0) != nil }
    }

    private mutating func openForm(at index: Int) throws {
        guard let record = try known(at: index).randomElement(using: &random) else { return }
        forms.append((index, record, try network.replicas[index].opened()))
    }

    private mutating func write(at index: Int) throws {
        let replica = network.replicas[index]
        let known = try known(at: index)
        if known.isEmpty || (records.count < 3 && random.below(4) == 0) {
            let opened = try replica.opened()
            let record = try replica.begin(["a": value(), "b": value()])
            let dot = Dot(log: replica.log, sequence: opened.vector[replica.log] + 1)
            note(dot, of: record, opened, ["a", "b"])
        } else if let late = forms.firstIndex(where: { $0.replica == index }), random.below(2) == 0 {
            let form = forms.remove(at: late)
            try change(form.record, by: replica, opened: form.opened, isStale: true)
        } else {
            try change(random.one(of: known), by: replica, opened: try replica.opened(), isStale: false)
        }
    }

    private mutating func change(
        _ record: RecordID, by replica: TestReplica, opened: OpenedContext, isStale: Bool
    ) throws {
        let kind = random.below(7)
        let fields: Set<String> = [["a"], ["b"], ["a", "b"], ["a"], ["a"], [], []][kind]
        let patch = Patch(Dictionary(uniqueKeysWithValues: fields.sorted().map { ($0, value()) }))
        let action: Change.Action =
            switch kind {
            case 5: .delete(record)
            case 6: .undelete(record)
            default: .edit(record, Change.Writing(patch: patch))
            }
        let dot = try replica.save(action, opened: isStale ? opened : nil, isSettlement: kind == 4)
        note(dot, of: record, opened, fields, isDeletion: kind == 5)
    }

    private mutating func note(
        _ dot: Dot<LogID>, of record: RecordID, _ opened: OpenedContext, _ fields: Set<String>, isDeletion: Bool = false
    ) {
        records[record, default: NaiveRecord()].entries.append(
            NaiveRecord.Entry(dot: dot, context: opened.vector, fields: fields, isDeletion: isDeletion))
    }

    /// Few values, so that people often write the same.
    private mutating func value() -> FieldValue {
        random.one(of: [.text("甲"), .text("乙"), .integer(3), .empty])
    }
}
