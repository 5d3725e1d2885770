import Bundles
import Causality
import FieldRecords
import Store
import Testing

@Suite("Erasure of personal values")
struct ErasureTests {
    @Test("an erasure drops the values everywhere, those that come later too, and every chain still verifies")
    func erasure() throws {
        let network = try TestNetwork(stations: 3)
        let (one, two, three) = (network.replicas[0], network.replicas[1], network.replicas[2])
        let secrets = ["张三丰一三八", "李四光一三九", "王五常一三七"]
        let record = try one.begin(["kind": .text("visit")], personal: ["name": .text(secrets[0])])
        try two.receiveAll(from: one)
        try three.receiveAll(from: one)
        // Written while the erasure is on its way, and parked where it will already be known.
        try two.edit(record, ["kind": .text("talk")], personal: ["name": .text(secrets[1])])
        try two.edit(record, [:], personal: ["name": .text(secrets[2])])
        try one.save(.erase(record))
        try three.receiveAll(from: one)
        #expect(try three.shown(record)?.isErased == true)
        #expect(try three.shown(record)?.fields == ["kind": .text("visit")])

        for chunk in (two.chunks[two.log] ?? []).reversed() { try three.receive(chunk) }
        try exchangeAll(network.replicas)
        for replica in network.replicas {
            #expect(try replica.digest() == one.digest())
            #expect(try replica.problems() == [])
            #expect(try replica.shown(record)?.fields == ["kind": .text("talk")])
            let personal = try replica.storedChanges().compactMap { $0.writing?.personal }
            #expect(personal.count == 3)
            for part in personal { #expect(part == part.erased(), "a value stays") }
            let text = try replica.tables().joined()
            for secret in secrets { #expect(!text.contains(secret)) }
        }
    }

    @Test("what is written on an erased record keeps no personal value, also at home")
    func after() throws {
        let network = try TestNetwork(stations: 2)
        let (one, two) = (network.replicas[0], network.replicas[1])
        let record = try one.begin(["kind": .text("visit")], personal: ["name": .text("张三丰")])
        try one.save(.erase(record))
        try one.edit(record, ["kind": .text("talk")], personal: ["name": .text("李四光")])
        try two.receiveAll(from: one)
        for replica in network.replicas {
            #expect(try replica.shown(record)?.fields == ["kind": .text("talk")])
            #expect(try !replica.tables().joined().contains("李四光"))
            #expect(try replica.problems() == [])
        }
        #expect(try one.digest() == two.digest())
    }

    @Test("a record that was not erased keeps its personal values, on every device")
    func kept() throws {
        let network = try TestNetwork(stations: 2)
        let record = try network.replicas[0].begin(["kind": .text("visit")], personal: ["name": .text("张三丰")])
        try exchangeAll(network.replicas)
        for replica in network.replicas { #expect(try replica.shown(record)?.fields["name"] == .text("张三丰")) }
    }
}
