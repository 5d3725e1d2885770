import Device
import FieldRecords
import Foundation
import Seeds
import Testing
import Transports

@testable import DeviceTests

@Suite("A stick on its way")
struct RouteTests {
    @Test("one stick for a route brings each station its own, and rides with what it cannot read")
    func route() throws {
        let network = try TestNetwork()
        let stations = try ["037", "038", "039"].map { try network.station($0) }
        for (index, code) in ["037", "038", "039"].enumerated() {
            try stations[index].addIssue([("title", "站")])
            try network.host.addIssue([("title", "给 \(code)")], place: code)
        }
        let medium = MemoryMedium()
        let prepared = try network.host.visit(medium)
        #expect(prepared.written.map(\.receivers) == [["037"], ["038"], ["039"]])
        for (index, station) in stations.enumerated() {
            let visit = try station.visit(medium)
            #expect(visit.takenInAll.records.new == 1 && visit.ridingAlong == 2, "\(index)")
            #expect(visit.written.map(\.changes) == [1] && visit.removed == 1)
            #expect(try station.numbers().count == 2)
        }
        let home = try network.host.visit(medium)
        #expect(home.takenInAll.records.new == 3 && home.receipts.sorted() == ["037", "038", "039"])
        for station in stations {
            let visit = try station.visit(medium)
            #expect(visit.district?.isAll == true && visit.unconfirmed == 0)
            try expectSame(network.host, station)
        }
    }

    @Test("two sticks that come in the wrong order: the later part waits and is told, the earlier one frees it")
    func wrongOrder() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let (first, second) = (MemoryMedium(), MemoryMedium())
        try station.addIssue([("title", "一")])
        _ = try station.visit(first)
        // The receipt comes back by the first, so that the second stick has no more than what is new.
        _ = try network.host.visit(first)
        _ = try station.visit(first)
        try station.addIssue([("title", "二")])
        _ = try station.visit(first)
        try station.addIssue([("title", "三")])
        let written = try station.visit(second).written
        #expect(written.map(\.changes) == [2], "no receipt covers what is on the first stick")
        #expect(try network.host.visit(second).takenInAll.records.new == 2)
        let late = try network.host.visit(first)
        #expect(late.takenInAll.records.new == 0 && late.problems.isEmpty && late.removed == 1)
        try expectSame(network.host, station)
    }

    @Test("what was on a lost stick goes with the next one")
    func lost() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        #expect(try station.visit(MemoryMedium()).written.map(\.changes) == [1])
        let next = MemoryMedium()
        try station.addIssue()
        #expect(try station.visit(next).written.map(\.changes) == [2])
        #expect(try network.host.visit(next).takenInAll.records.new == 2)
    }

    @Test("put in twice it changes nothing, neither on the stick nor here")
    func twice() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let medium = MemoryMedium()
        try station.addIssue()
        for device in [station, network.host] {
            _ = try device.visit(medium)
            let files = medium.files
            let again = try device.visit(medium)
            #expect(medium.files == files && !again.isChanged && again.written.isEmpty)
            #expect(again.takenInAll.changes.applied == 0 && again.mayBePulled)
        }
    }

    @Test("photos go after all records, and those that find no room go with the next stick")
    func photos() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        var random = SeededRandom(1)
        for _ in 0..<6 { try network.addPhoto(at: station, bytes: 200_000, random: &random) }
        var sticks: [MemoryMedium] = []
        var left = 6
        while left > 0, sticks.count < 10 {
            let stick = MemoryMedium()
            stick.capacityBytes = 800_000
            let rehearsal = try station.rehearse(stick)
            #expect(stick.files.isEmpty && rehearsal.room?.fits == false && rehearsal.room?.sticks == 3)
            let visit = try station.visit(stick)
            #expect(visit.problems.isEmpty && visit.mayBePulled)
            #expect(visit.written.map(\.changes) == [6] && visit.written.map(\.photos) == [2])
            #expect(visit.left.map(\.photos) == [4] && visit.left.map(\.changes) == [0])
            sticks.append(stick)
            left -= 2
        }
        #expect(sticks.count == 3, "each takes other photos than the ones before")
        let host = network.host
        #expect(try host.visit(sticks[0]).takenInAll.photos == 2)
        #expect(try host.status().photosMissing == 4)
        #expect(try station.visit(sticks[0]).district?.photos == 4)
        #expect(try host.visit(sticks[1]).takenInAll.photos == 2)
        #expect(try host.visit(sticks[2]).takenInAll.photos == 2)
        #expect(try host.status().photosMissing == 0)
    }

    @Test("with too little room the oldest records go, what goes can be used, and the rest is told")
    func littleRoom() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        var random = SeededRandom(2)
        var lines: [String] = []
        for number in 0..<3_000 {
            let note = random.bytes(60).map { String($0, radix: 16) }.joined()
            lines.append("{\"kind\":\"other\",\"title\":\"\(number)\",\"note\":\"\(note)\"}")
        }
        let source = try network.write(Array(lines.joined(separator: "\n").utf8), "jsonl")
        #expect(try station.rows(source).added == 3_000)
        let small = MemoryMedium()
        small.capacityBytes = 450_000
        let visit = try station.visit(small)
        let went = try #require(visit.written.first?.changes)
        #expect(went > 0 && went < 3_000 && visit.left.map(\.changes) == [3_000 - went])
        #expect(visit.problems.map(\.kind) == [.inputOutput])
        #expect(visit.problems.allSatisfy { $0.advice.en.contains("another stick") })
        #expect(try network.host.visit(small).takenInAll.records.new == went)
        #expect(try Set(network.host.numbers()) == Set((1...went).map { "037-\($0)" }), "the oldest")
        #expect(try station.visit(small).district?.upTo == "037-\(went)")
    }

    @Test("a rehearsal says what a visit then does, and writes nothing, neither on the stick nor here")
    func rehearsal() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let medium = MemoryMedium()
        try network.host.addIssue(place: "037")
        _ = try network.host.visit(medium)
        try station.addIssue()
        let tables = ["change", "receipt", "receipt_statement", "exchange", "fact", "replica"]
        func dump() throws -> [String] {
            try tables.flatMap { try StoreFile(network.path("037")).dump($0) }
        }
        let (files, store) = (medium.files, try dump())
        let rehearsal = try station.rehearse(medium)
        #expect(try medium.files == files && dump() == store)
        #expect(rehearsal.awaiting.map(\.changes) == [1] && rehearsal.awaiting.map(\.sender) == ["host"])
        let visit = try station.visit(medium)
        #expect(rehearsal.written.map(\.changes) == visit.written.map(\.changes))
        for (before, after) in zip(rehearsal.written, visit.written) {
            #expect(after.bytes <= before.bytes && before.bytes - after.bytes < 600, "\(before.bytes), \(after.bytes)")
        }
    }

    @Test("a device that joined without a network is met by its receipt, and enrolled")
    func newcomer() throws {
        let network = try TestNetwork()
        let station = try network.joinStation("037")
        let medium = MemoryMedium()
        let visit = try station.visit(medium)
        #expect(visit.written.isEmpty && visit.district?.receipt == nil)
        let host = try network.host.visit(medium)
        #expect(host.remarks.contains { $0.en.contains("enrolled") } && host.written.count == 1)
        _ = try station.visit(medium)
        #expect(try station.status().standing == "enrolled")
    }
}
