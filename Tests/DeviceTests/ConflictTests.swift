import Device
import FieldRecords
import Seeds
import Testing

@Suite("Conflicts")
struct ConflictTests {
    /// Three devices of one place that know each other and share one record.
    private struct Trio {
        let network: TestNetwork
        let devices: [Device]
        let number: String

        init() throws {
            let network = try TestNetwork()
            let first = try network.station("037")
            let others = try ["037b", "037c"].map { try network.member(of: "037", home: $0) }
            self.network = network
            devices = [first] + others
            number = try first.addIssue([("note", "原文")])
            try network.carry(first, to: network.host)
            for device in devices { try network.carry(network.host, to: device) }
        }

        /// Every device to every other, twice: after that nobody lacks anything.
        func spread() throws {
            for _ in 0..<2 { try carry(Trio.ways) }
        }

        func carry(_ ways: [(Int, Int)]) throws {
            for (from, to) in ways { try network.carry(devices[from], to: devices[to]) }
        }

        static let ways = [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)]

        func expectAgreement() throws {
            for device in devices.dropFirst() { try expectSame(devices[0], device) }
            for device in devices { try expectSound(device) }
        }
    }

    @Test("three edits apart are the same conflict of three values after any order of exchange", arguments: 0..<6)
    func threeEdits(seed: Int) throws {
        let trio = try Trio()
        for (index, device) in trio.devices.enumerated() { try device.edit(trio.number, "note", "写法 \(index)") }
        var random = SeededRandom(UInt64(seed))
        try trio.carry(Trio.ways.shuffled(using: &random))
        try trio.spread()
        try trio.expectAgreement()
        for device in trio.devices {
            let conflicts = try device.allConflicts()
            #expect(conflicts.map(\.number) == [trio.number])
            #expect(conflicts.map(\.field) == ["note"])
            let values = try #require(conflicts.first).values
            #expect(values.map { "\($0.value)" }.sorted() == (0..<3).map { "\(FieldValue.text("写法 \($0)"))" })
            #expect(Set(values.map(\.replica)) == ["037", "037b", "037c"])
            #expect(try device.status().conflicts == 1)
            #expect(try device.text(trio.number, "note") == trio.devices[0].text(trio.number, "note"))
        }
        let decider = trio.devices[random.below(3)]
        _ = try decider.settle(
            number: trio.number, field: "note", typed: "定稿", keep: nil, by: "站长")
        try trio.carry(Trio.ways.shuffled(using: &random))
        try trio.spread()
        try trio.expectAgreement()
        for device in trio.devices {
            #expect(try device.allConflicts().isEmpty)
            #expect(try device.text(trio.number, "note") == "定稿")
            let settlements = try device.history(number: trio.number).filter(\.isSettlement)
            #expect(settlements.map(\.by) == ["站长"])
        }
        expectFailure(.badData) {
            _ = try decider.settle(
                number: trio.number, field: "note", typed: "又一次", keep: nil, by: nil)
        }
    }

    @Test("settled by keeping one of the values keeps that value")
    func keep() throws {
        let trio = try Trio()
        for (index, device) in trio.devices.enumerated() { try device.edit(trio.number, "note", "写法 \(index)") }
        try trio.spread()
        let values = try #require(try trio.devices[1].allConflicts().first).values
        let kept = try #require(values.first { $0.replica == "037c" })
        expectFailure(.badData) {
            _ = try trio.devices[1].settle(
                number: trio.number, field: "note", typed: nil, keep: "037c:99", by: nil)
        }
        _ = try trio.devices[1].settle(
            number: trio.number, field: "note", typed: nil, keep: kept.dot, by: nil)
        try trio.spread()
        try trio.expectAgreement()
        #expect(try trio.devices[0].text(trio.number, "note") == "写法 2")
    }

    @Test("a write that had seen two of three values leaves the third beside itself")
    func partlySeen() throws {
        let trio = try Trio()
        for (index, device) in trio.devices.enumerated() { try device.edit(trio.number, "note", "写法 \(index)") }
        try trio.carry([(1, 0)])
        _ = try trio.devices[0].settle(
            number: trio.number, field: "note", typed: "甲乙合一", keep: nil, by: nil)
        try trio.spread()
        try trio.expectAgreement()
        let values = try #require(try trio.devices[2].allConflicts().first).values
        #expect(Set(values.map { "\($0.value)" }) == Set(["甲乙合一", "写法 2"].map { "\(FieldValue.text($0))" }))
    }

    @Test("equal values written apart are no conflict, and an edit after them covers all")
    func equalValues() throws {
        let trio = try Trio()
        for device in trio.devices { try device.edit(trio.number, "note", "一样") }
        try trio.spread()
        try trio.expectAgreement()
        for device in trio.devices { #expect(try device.allConflicts().isEmpty) }
        try trio.devices[2].edit(trio.number, "note", "之后")
        try trio.spread()
        try trio.expectAgreement()
        for device in trio.devices {
            #expect(try device.allConflicts().isEmpty)
            #expect(try device.text(trio.number, "note") == "之后")
        }
    }

    @Test("edits of different fields apart merge without a word")
    func differentFields() throws {
        let trio = try Trio()
        let edits = [("note", "甲"), ("owner", "乙"), ("status", "assigned")]
        for (device, edit) in zip(trio.devices, edits) { try device.edit(trio.number, edit.0, edit.1) }
        try trio.spread()
        try trio.expectAgreement()
        for device in trio.devices {
            #expect(try device.allConflicts().isEmpty)
            for (field, value) in edits { #expect(try device.text(trio.number, field) == value) }
        }
    }

    @Test("a deletion against an edit brings the record back until someone decides", arguments: [false, true])
    func deletionAgainstEdit(staysDeleted: Bool) throws {
        let trio = try Trio()
        try trio.devices[0].deleteRecord(number: trio.number, by: nil)
        try trio.devices[1].edit(trio.number, "note", "还要用")
        try trio.spread()
        try trio.expectAgreement()
        for device in trio.devices {
            let view = try device.record(number: trio.number, showPersonal: false)
            #expect(!view.isDeleted)
            #expect(view.conflicts.map(\.field) == ["deleted"])
            #expect(view.conflicts.first?.values.map(\.replica) == ["037", "037b"])
            #expect(try device.text(trio.number, "note") == "还要用")
        }
        _ = try trio.devices[2].settle(
            number: trio.number, field: "deleted", typed: staysDeleted ? "true" : "false", keep: nil, by: nil)
        try trio.spread()
        try trio.expectAgreement()
        for device in trio.devices {
            #expect(try device.allConflicts().isEmpty)
            #expect(try device.record(number: trio.number, showPersonal: false).isDeleted == staysDeleted)
            #expect(try device.numbers() == (staysDeleted ? [] : [trio.number]))
            #expect(try device.numbers(includeDeleted: true) == [trio.number])
        }
    }

    @Test("a deletion is undone, and what was edited elsewhere meanwhile stays")
    func undelete() throws {
        let trio = try Trio()
        try trio.devices[0].deleteRecord(number: trio.number, by: nil)
        try trio.spread()
        for device in trio.devices {
            #expect(try device.numbers().isEmpty)
            #expect(try device.status().records == 0)
        }
        expectFailure(.badData) { try trio.devices[1].edit(trio.number, "note", "不行") }
        try trio.devices[1].undeleteRecord(number: trio.number, by: nil)
        try trio.devices[2].undeleteRecord(number: trio.number, by: nil)
        try trio.spread()
        try trio.expectAgreement()
        for device in trio.devices {
            #expect(try device.numbers() == [trio.number])
            #expect(try device.text(trio.number, "note") == "原文")
            #expect(try device.history(number: trio.number).map(\.kind) == ["begin", "delete", "undelete", "undelete"])
        }
    }

    @Test("deletions apart are one deletion")
    func deletedTwice() throws {
        let trio = try Trio()
        try trio.devices[0].deleteRecord(number: trio.number, by: nil)
        try trio.devices[1].deleteRecord(number: trio.number, by: nil)
        try trio.spread()
        try trio.expectAgreement()
        for device in trio.devices {
            #expect(try device.allConflicts().isEmpty)
            #expect(try device.numbers().isEmpty)
        }
    }

    @Test("random work and random exchange at three devices end in one state", arguments: 0..<4)
    func random(seed: Int) throws {
        let trio = try Trio()
        var random = SeededRandom(UInt64(1_000 + seed))
        for step in 0..<40 {
            let device = trio.devices[random.below(3)]
            let numbers = try device.numbers(includeDeleted: true)
            let number = numbers[random.below(numbers.count)]
            let isDeleted = try device.record(number: number, showPersonal: false).isDeleted
            switch random.below(8) {
            case 0: try device.addIssue([("note", "\(step)")])
            case 1...3 where !isDeleted:
                try device.edit(number, ["note", "owner"][random.below(2)], "\(random.below(3))")
            case 4 where !isDeleted: try device.deleteRecord(number: number, by: nil)
            case 4: try device.undeleteRecord(number: number, by: nil)
            case 5:
                guard let conflict = try device.allConflicts().first else { continue }
                let keep = conflict.values[random.below(conflict.values.count)].dot
                _ = try device.settle(
                    number: conflict.number, field: conflict.field, typed: nil, keep: keep, by: nil)
            default: try trio.carry([Trio.ways[random.below(6)]])
            }
        }
        try trio.spread()
        try trio.expectAgreement()
        let conflicts = try trio.devices.map { try $0.allConflicts().map { "\($0.number) \($0.field)" }.sorted() }
        #expect(conflicts[0] == conflicts[1] && conflicts[1] == conflicts[2])
        try trio.network.carry(trio.devices[0], to: trio.network.host)
        try expectSame(trio.network.host, trio.devices[0])
        try expectSound(trio.network.host)
    }
}
