import Bundles
import Causality
import FieldRecords
import Seeds
import Store
import Testing

/// A member may sign a context that nobody can have had. What it comes to must not hang on what reached whom when.
@Suite("Contexts that are not true")
struct ClaimedContextTests {
    @Test("a change that covers another and not what that one had seen folds anew to what it was merged to")
    func unclosed() throws {
        let station = try DividedStation(dishonest: 1)
        let (one, other) = (station.honest[0], station.honest[1])
        let record = try one.begin(["a": .integer(1)])
        for value in 2...7 { try one.edit(record, ["a": .integer(Int64(value))]) }
        try other.receiveAll(from: one)
        var log = DishonestLog(of: station.dishonest[0])
        func edit(_ value: Int64, own: UInt64, others: [SeenDot] = []) throws {
            let patch = Patch(["a": .integer(value)])
            try log.sign(
                .edit(record, Change.Writing(patch: patch)), context: SeenContext(own: own, others: others))
        }
        try edit(100, own: 0, others: try station.seenDots(of: one).suffix(1))
        try log.sign(.edit(record, Change.Writing(patch: Patch(["b": .integer(0)]))), context: SeenContext(own: 0))
        // Has seen both, and by what it names nothing of the seven.
        try edit(200, own: 2)
        try edit(300, own: 3)
        for replica in station.honest {
            for chunk in log.chunks.dropLast() { try replica.receive(chunk) }
        }
        try expectAlike(station)

        // One of them learns of the cut before it meets what lies beyond, the other after, and folds the record anew.
        try station.publishCut(of: log, at: 3)
        try station.hearHost(one)
        for replica in station.honest { try replica.receive(log.chunks[3]) }
        try station.hearHost(other)
        try expectAlike(station)
        let shown = try #require(try other.shown(record))
        #expect(shown.fields["a"] == .integer(200) && shown.conflicts == [])
    }

    @Test("whatever two members claim to have seen, every order of delivery and every cut end alike", arguments: 1...40)
    func random(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let station = try DividedStation(dishonest: 2)
        let record = try station.honest[0].begin(["a": .integer(0), "b": .integer(0)])
        for value in 1...3 { try station.honest[0].edit(record, ["a": .integer(Int64(value))]) }
        var history = try ClaimedHistory(at: station, of: record)
        for _ in 0..<9 { try history.step(&random) }
        let cut = random.below(3) == 0 ? nil : UInt64(random.below(Int(history.logs[0].last) + 1))
        if let cut { try station.publishCut(of: history.logs[0], at: cut) }

        for (index, replica) in station.honest.enumerated() {
            if index == 0 { try station.hearHost(replica) }
            let chunks = (station.honest[0].chunks[station.honest[0].log] ?? []) + history.logs.flatMap(\.chunks)
            for chunk in chunks.shuffled(using: &random) { try replica.receive(chunk) }
            try station.hearHost(replica)
        }
        try expectAlike(station)
        let naive = history.closedForm(cut: cut ?? .max)
        let shown = try #require(try station.honest[1].shown(record))
        #expect(shown.isDeleted == naive.isDeleted && shown.conflicts.contains("deleted") == naive.isDisputed)
        for field in naive.fields { #expect(try standing(field, of: record, at: station) == naive.standing(field)) }

        // An honest person has seen all of it, and overwrites all of it.
        let last = try station.honest[1].edit(record, ["a": .integer(90), "b": .integer(90)])
        try station.honest[0].receiveAll(from: station.honest[1])
        try expectAlike(station)
        let settled = try #require(try station.honest[0].shown(record))
        #expect(settled.conflicts == [] && !settled.isDeleted)
        for field in naive.fields { #expect(try standing(field, of: record, at: station) == [last]) }
    }

    private func standing(
        _ field: String, of record: RecordID, at station: DividedStation
    ) throws -> Set<Dot<LogID>> {
        let shown = try #require(try station.honest[0].shown(record))
        let writes = try station.honest[0].store.read { try $0.standingWrites(of: field, in: shown.row) }
        return Set(writes.map(\.dot))
    }

    private func expectAlike(_ station: DividedStation) throws {
        #expect(try Set(station.honest.map { try $0.digest() }).count == 1)
        for replica in station.honest { #expect(try replica.problems() == []) }
    }
}
