import Device
import FieldRecords
import Foundation
import Seeds
import Sticks
import Testing

@testable import DeviceTests

@Suite("A spoilt file on a stick")
struct SpoiltFileTests {
    @Test("a bundle cut anywhere brings what is whole of it, and is written again by whoever wrote it")
    func half() throws {
        let pair = try Pair()
        let random = { pair.random.below($0) }
        for round in 0..<4 {
            try pair.station.addIssue([("title", "第 \(round) 件")])
            try pair.visit(pair.station)
            let file = try pair.bundle()
            let bytes = try file.bytes()
            try file.write(Array(bytes.prefix(round == 0 ? 0 : random(bytes.count))))
            let visit = try pair.visit(pair.network.host)
            #expect(visit.problems.map(\.kind) == [.badData], "\(visit.problems.map(\.what.en))")
            #expect(visit.mayBePulled && visit.takenInAll.records.new == 0)
            let again = try pair.visit(pair.station)
            #expect(again.written.map(\.changes) == [1], "what was spoilt is written again")
            #expect(try pair.visit(pair.network.host).takenInAll.records.new == 1)
            #expect(try pair.visit(pair.station).problems.isEmpty)
            #expect(try pair.paths(Stick.bundleSuffix).isEmpty, "the spoilt file is gone too")
        }
        try pair.comeTogether()
    }

    @Test("one flipped bit anywhere is noticed, and nothing of that part goes in")
    func flipped() throws {
        let pair = try Pair()
        try pair.station.addIssue()
        try pair.visit(pair.station)
        let file = try pair.bundle()
        let bytes = try file.bytes()
        for _ in 0..<12 {
            var spoilt = bytes
            spoilt[pair.random.below(bytes.count)] ^= UInt8(1 << pair.random.below(8))
            try file.write(spoilt)
            let visit = try pair.visit(pair.network.host)
            #expect(!visit.problems.isEmpty && visit.takenInAll.records.new == 0)
            #expect(try pair.network.host.numbers().isEmpty)
            #expect(try file.bytes() == spoilt, "another's file is left as it is")
        }
        try file.write(bytes)
        #expect(try pair.visit(pair.network.host).takenInAll.records.new == 1)
        try pair.comeTogether()
    }
}
