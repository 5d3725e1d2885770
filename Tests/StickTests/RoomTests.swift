import Device
import FieldRecords
import Foundation
import Seeds
import Simulation
import Sticks
import Testing

@testable import DeviceTests

@Suite("The room on a stick")
struct RoomTests {
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
        for number in 0..<1_800 {
            let note = random.bytes(60).map { String($0, radix: 16) }.joined()
            lines.append("{\"kind\":\"other\",\"title\":\"\(number)\",\"note\":\"\(note)\"}")
        }
        let source = try network.write(Array(lines.joined(separator: "\n").utf8), "jsonl")
        #expect(try station.rows(source).added == 1_800)
        let small = MemoryMedium()
        small.capacityBytes = 355_000
        let visit = try station.visit(small)
        let went = try #require(visit.written.first?.changes)
        #expect(went > 0 && went < 1_800 && visit.left.map(\.changes) == [1_800 - went])
        #expect(visit.problems.map(\.kind) == [.inputOutput] && visit.mayBePulled)
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
        let tables = ["chunk", "receipt", "receipt_statement", "exchange", "fact", "replica"]
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
}
