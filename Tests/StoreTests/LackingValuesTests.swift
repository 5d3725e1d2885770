import Bundles
import Causality
import FieldRecords
import Store
import Testing

@Suite("Personal values that somebody left out on the way")
struct LackingValuesTests {
    private static let secret = "张三丰一三八"

    /// A device and one that gets its log by way of somebody who leaves the personal values out.
    private struct Scene {
        let network: TestNetwork
        let record: RecordID

        var one: TestReplica { network.replicas[0] }
        var two: TestReplica { network.replicas[1] }

        init() throws {
            network = try TestNetwork(stations: 2)
            _ = try network.replicas[0].begin(["kind": .text("talk")])
            record = try network.replicas[0].begin(["kind": .text("visit")], personal: ["name": .text(secret)])
        }

        /// The log as one chunk that ends at its last head, without its personal values.
        func stripped() throws -> Chunk {
            let chunks = try one.export(one.log)
            return Chunk(
                log: one.log, first: 1, previous: chunks[0].previous,
                changes: chunks.flatMap { ($0.erased { _ in true } ?? $0).changes },
                signature: chunks[chunks.count - 1].signature)
        }

        func acknowledged() throws -> UInt64? {
            try two.store.read { try $0.acknowledgeable(of: [TestNetwork.station])[one.log]?.sequence }
        }

        func expectSame() throws {
            #expect(try two.shown(record)?.fields["name"] == .text(secret))
            #expect(try two.digest() == one.digest())
            #expect(try two.problems() == [])
            #expect(try acknowledged() == one.store.read { try $0.held(of: [TestNetwork.station])[one.log]?.sequence })
        }
    }

    @Test("are told by the check, and taken over from a later copy, until which no receipt covers the change")
    func later() throws {
        let scene = try Scene()
        #expect(try scene.two.receive(scene.stripped()).received == 2)
        #expect(try scene.acknowledged() == 1)
        #expect(try scene.two.problems() == ["\(CheckFinding.valuesMissing(scene.record))"])
        try scene.one.edit(scene.record, ["kind": .text("rest")])
        try scene.two.receive(scene.one.export(scene.one.log, from: 3)[0])
        #expect(try scene.acknowledged() == 1)
        // Once more without them, and by a program that begins anew.
        try scene.two.receive(scene.stripped())
        #expect(try scene.acknowledged() == 1)
        let effects = try scene.two.receive(scene.one.export(scene.one.log, from: 2)[0])
        #expect(effects.completed == 1 && effects.already == 2 && effects.received == 0)
        try scene.expectSame()
        #expect(try scene.two.receive(scene.one.export(scene.one.log)[0]).completed == 0)
        #expect(try scene.two.receive(scene.stripped()).completed == 0)
        try scene.expectSame()
        // What is handed on from here has them.
        let third = try scene.network.join("037c", at: TestNetwork.station)
        for other in [scene.one, scene.two] { try third.meet(other, standing: .enrolled) }
        try third.receiveAll(from: scene.two)
        #expect(try third.digest() == scene.one.digest())
    }

    @Test("are taken over from a copy that goes on beyond what is held, and from one that waited for its past")
    func furtherCopy() throws {
        for waits in [false, true] {
            let scene = try Scene()
            let stripped = try scene.stripped()
            try scene.one.edit(scene.record, [:], personal: ["name": .text("李四光")])
            try scene.one.edit(scene.record, [:], personal: ["name": .text(Self.secret)])
            let whole = try scene.one.export(scene.one.log, from: waits ? 2 : 1)
            if waits { for chunk in whole { try scene.two.receive(chunk) } }
            try scene.two.receive(stripped)
            if !waits { for chunk in whole { try scene.two.receive(chunk) } }
            try scene.expectSame()
        }
    }

    @Test("that an erasure took are waited for by nobody, whichever comes first")
    func erased() throws {
        for erasureIsFirst in [false, true] {
            let scene = try Scene()
            let old = try scene.one.export(scene.one.log)
            // By another device of the station, so that its log may come before or after.
            let eraser = try scene.network.join("037c", at: TestNetwork.station)
            for replica in [scene.one, scene.two] {
                try replica.meet(eraser, standing: .enrolled)
                try eraser.meet(replica, standing: .enrolled)
            }
            try eraser.receiveAll(from: scene.one)
            try eraser.save(.erase(scene.record))
            let erasure = try eraser.export(eraser.log)
            if erasureIsFirst { for chunk in erasure { try scene.two.receive(chunk) } }
            try scene.two.receive(scene.stripped())
            #expect(try scene.acknowledged() == (erasureIsFirst ? 2 : 1))
            if !erasureIsFirst { for chunk in erasure { try scene.two.receive(chunk) } }
            #expect(try scene.acknowledged() == 2)
            for chunk in old { #expect(try scene.two.receive(chunk).completed == 0) }
            #expect(try !scene.two.tables().joined().contains(Self.secret))
            #expect(try scene.two.digest() == eraser.digest())
            #expect(try scene.two.problems() == [])
        }
    }

    @Test("are taken over where all of them are more than one chunk holds")
    func large() throws {
        let scene = try Scene()
        for number in 0..<12 {
            let text = String(repeating: "\(number % 10)", count: 200_000)
            try scene.one.edit(scene.record, [:], personal: ["note": .text(text)])
            try scene.one.edit(scene.record, ["kind": .text("\(number)")])
        }
        let whole = try scene.one.export(scene.one.log)
        #expect(whole.count > 2)
        try scene.two.receive(scene.stripped())
        for chunk in whole.reversed() { try scene.two.receive(chunk) }
        try scene.expectSame()
        let third = try scene.network.join("037c", at: TestNetwork.station)
        for other in [scene.one, scene.two] { try third.meet(other, standing: .enrolled) }
        try third.receiveAll(from: scene.two)
        #expect(try third.digest() == scene.one.digest())
        #expect(try third.problems() == [])
    }
}
