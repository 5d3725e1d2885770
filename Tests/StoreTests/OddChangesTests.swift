import Bundles
import Causality
import FieldRecords
import Store
import Testing

/// Changes that are well signed and make little sense: they mean the same on every device.
@Suite("Odd changes")
struct OddChangesTests {
    /// Only a program of another make signs such a change: ours never shows a record before it is begun.
    @Test("a change that had not seen its record begin means the same wherever it comes first")
    func editWithoutBeginning() throws {
        let network = try TestNetwork(stations: 3)
        let (one, two, three) = (network.replicas[0], network.replicas[1], network.replicas[2])
        let record = try one.begin(["a": .integer(1)])
        try two.edit(record, ["a": .integer(2)])
        for chunk in try two.export(two.log) + one.export(one.log) { try three.receive(chunk) }
        for chunk in try one.export(one.log) { try two.receive(chunk) }
        for chunk in try two.export(two.log) { try one.receive(chunk) }
        #expect(try Set(network.replicas.map { try $0.digest() }).count == 1)
        for replica in network.replicas { #expect(try replica.problems() == []) }
    }

    /// Only a program of another make begins a record twice.
    @Test("of two beginnings of one record the first of its log counts, whatever their authors had seen")
    func beginTwice() throws {
        let network = try TestNetwork(stations: 2)
        let (one, two) = (network.replicas[0], network.replicas[1])
        let other = try two.begin(["a": .integer(0)])
        try one.receiveAll(from: two)
        let record = try one.begin(["a": .integer(1)])
        try one.save(
            .begin(record, FormReference(name: "talk", version: "2"), Change.Writing(patch: Patch(["a": .integer(2)]))),
            opened: OpenedContext(vector: VersionVector()))
        try exchangeAll(network.replicas)
        #expect(try one.digest() == two.digest())
        for replica in network.replicas {
            #expect(try replica.shown(record)?.form.name == "visit")
            #expect(try replica.shown(record)?.fields == ["a": .integer(1)])
            #expect(try replica.shown(other) != nil)
            #expect(try replica.problems() == [])
        }
    }

    @Test("a form whose vector leaves out what it must cover means the same here as everywhere")
    func openVector() throws {
        let network = try TestNetwork(stations: 3)
        let (one, two, three) = (network.replicas[0], network.replicas[1], network.replicas[2])
        let record = try three.begin(["a": .integer(1)])
        try two.receiveAll(from: three)
        try two.save(.mark)
        try one.receiveAll(from: two)
        let opened = OpenedContext(vector: VersionVector([two.log: 1]))
        try one.edit(record, ["a": .integer(2)], opened: opened)
        try exchangeAll(network.replicas)
        #expect(try Set(network.replicas.map { try $0.digest() }).count == 1)
        for replica in network.replicas { #expect(try replica.shown(record)?.conflicts == []) }
    }
}
