import Device
import FieldRecords
import Testing

@Suite("A revoked device")
struct RevocationTests {
    @Test("counts up to the cut and for nothing after it, whatever reached the others first", arguments: [false, true])
    func cut(cutComesFirst: Bool) throws {
        let network = try TestNetwork()
        let good = try network.station("037")
        let lost = try network.member(of: "037", home: "037b")
        try network.carry(network.host, to: good)
        let kept = try lost.addIssue([("title", "丢失之前")])
        try network.exchange(lost, network.host)
        try network.carry(network.host, to: good)
        try network.host.revoke("037b")
        // Whoever found the laptop writes on.
        try lost.addIssue([("title", "丢失之后")])
        try lost.edit(kept, "title", "改过了")
        try lost.deleteRecord(number: kept, by: nil)
        let file = try network.bundle(from: lost, to: good)
        if cutComesFirst { try network.carry(network.host, to: good) }
        try good.take(file)
        if !cutComesFirst {
            #expect(try good.text("037b-2", "title") == "丢失之后", "before it knows better")
            try network.carry(network.host, to: good)
        }
        try network.host.take(try network.bundleForHost(from: lost))
        try network.exchange(good, network.host)
        for device in [network.host, good] {
            #expect(try device.numbers(includeDeleted: true) == [kept])
            #expect(try device.text(kept, "title") == "丢失之前")
            let history = try device.history(number: kept)
            #expect(history.map { $0.void == nil } == [true, false, false])
            #expect(try device.status().stopped.isEmpty)
        }
        try expectSame(network.host, good)
        try expectSound(network.host, good)
        #expect(try network.host.members().first { $0.replica == "037b" }?.standing == "revoked")
        expectFailure(.notPermitted) { _ = try network.bundle(from: network.host, to: lost) }
    }

    @Test("can still erase what it had seen, and whoever takes that in is told so")
    func erasing() throws {
        let network = try TestNetwork()
        let good = try network.station("037")
        let lost = try network.member(of: "037", home: "037b")
        let seen = try good.addIssue([("raised_by", "张三丰")])
        try network.exchange(good, network.host)
        try network.exchange(lost, good)
        try network.host.revoke("037b")
        try network.carry(network.host, to: good)
        let later = try good.addIssue([("raised_by", "李四光")])
        try lost.eraseRecord(number: seen, by: nil)
        try lost.addIssue()
        let came = try network.carry(lost, to: network.host)
        #expect(
            came.remarks.map(\.en) == [
                "037b: 1 change does not count (came after the device was revoked).",
                "037b: personal values of 1 record were erased after the device was revoked; that cannot be undone.",
            ])
        try network.exchange(good, network.host)
        for device in [network.host, good] {
            #expect(try device.record(number: seen, showPersonal: true).isErased)
            #expect(try device.text(later, "raised_by") == "李四光")
        }
        try expectSame(network.host, good)
    }

    // yilu-simulate 308814
    @Test("leaves nobody looking for a photo that it named after the cut")
    func photo() throws {
        let network = try TestNetwork()
        let good = try network.station("037")
        let lost = try network.member(of: "037", home: "037b")
        try network.carry(network.host, to: good)
        try network.host.revoke("037b")
        let file = try network.write([0xFF, 0xD8, 0xFF], "jpg")
        _ = try lost.addRecord(
            form: "issue", typed: [("kind", "other")], files: [("photo", file)], place: nil, by: nil)
        // The photo itself never comes.
        try StoreFile(network.path("037b")).execute("UPDATE blob SET content = NULL")
        try good.take(try network.bundle(from: lost, to: good))
        #expect(try good.status().photosMissing == 1, "before it knows better")
        try network.carry(network.host, to: good)
        #expect(try good.status().photosMissing == 0)
        try network.host.take(try network.bundleForHost(from: lost))
        #expect(try network.host.status().photosMissing == 0)
        try expectSame(network.host, good)
        try expectSound(network.host, good)
    }

    @Test("retired keeps all that it wrote")
    func retired() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let old = try network.member(of: "037", home: "037b")
        try old.addIssue()
        try network.exchange(old, network.host)
        try network.host.retire("037b")
        try network.carry(network.host, to: station)
        #expect(try station.numbers() == ["037b-1"])
        #expect(try station.members().first { $0.replica == "037b" }?.standing == "retired")
        try expectSame(network.host, station)
    }

    @Test(
        "is told of to whoever takes in what came after, and in the status as long as it does not count",
        arguments: [false, true])
    func told(isRetired: Bool) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let town = try network.member(of: "T01", home: "town")
        let kept = try station.addIssue([("title", "之前")])
        try network.exchange(station, network.host)
        #expect(try network.host.status().uncounted.isEmpty)
        if isRetired { try network.host.retire("037") } else { try network.host.revoke("037") }
        try station.edit(kept, "title", "之后")
        try station.addIssue()
        let file = try network.bundleForHost(from: station)
        let came = try network.host.take(file)
        #expect(came.changes.applied >= 2 && came.changes.refused == 0)
        let word = try #require(came.remarks.first?.en)
        #expect(word.contains("037: 2 changes do not count"))
        #expect(word.contains(isRetired ? "yilu member retire 037" : "after the device was revoked"))
        #expect(try network.host.take(file).remarks.isEmpty, "nothing came")
        try network.carry(network.host, to: town)
        for device in [network.host, town] {
            #expect(try device.status().uncounted.map(\.changes) == [2])
            #expect(try device.status().uncounted.map(\.log) == ["037"])
        }
        guard isRetired else { return }
        try network.host.retire("037")
        try network.carry(network.host, to: town)
        for device in [network.host, town] { #expect(try device.status().uncounted.isEmpty) }
    }

    @Test("cannot be the one that speaks")
    func itself() throws {
        let network = try TestNetwork()
        let deeds: [(deed: (String) throws -> Void, words: String)] = [
            ({ try network.host.revoke($0) }, "revoke itself"), ({ try network.host.retire($0) }, "retire itself"),
        ]
        for (deed, words) in deeds {
            let error = #expect(throws: DeviceError.self) { try deed("host") }
            #expect(error?.kind == .notPermitted && error?.what.en.contains(words) == true)
        }
        expectFailure(.badData) { try network.host.revoke("nobody") }
    }
}
