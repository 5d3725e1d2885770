import Device
import FieldRecords
import Foundation
import Seeds
import Sticks
import Testing

@testable import DeviceTests

@Suite("A stick in the wrong hands")
struct WrongHandsTests {
    @Test("of another network is left as it is, and so is the device")
    func otherNetwork() throws {
        let (ours, theirs) = (try Pair(), try Pair())
        try theirs.station.addIssue()
        try theirs.visit(theirs.station)
        let before = try theirs.files()
        let store = try StoreFile(ours.network.path("host")).dump("chunk", "replica", "exchange", "receipt")
        expectFailure(.notPermitted) {
            _ = try ours.network.host.visitStick(theirs.stick, isRehearsal: false, progress: { _ in })
        }
        #expect(try theirs.files() == before)
        #expect(try StoreFile(ours.network.path("host")).dump("chunk", "replica", "exchange", "receipt") == store)
    }

    @Test("a single file of another network is named and left, and ours goes on")
    func foreignFile() throws {
        let (ours, theirs) = (try Pair(), try Pair())
        try theirs.station.addIssue()
        try theirs.visit(theirs.station)
        try ours.station.addIssue()
        try ours.visit(ours.station)
        let foreign = ours.stick + "/YILU/x.yilu"
        try FileManager.default.copyItem(atPath: theirs.bundle(), toPath: foreign)
        let visit = try ours.visit(ours.network.host)
        #expect(visit.problems.map(\.kind) == [.notPermitted] && visit.takenInAll.records.new == 1)
        #expect(try foreign.bytes() == theirs.bundle().bytes())
    }

    @Test("a forged receipt advances nothing")
    func forgedReceipt() throws {
        let pair = try Pair()
        try pair.visit(pair.network.host)
        try pair.visit(pair.station)
        try pair.station.addIssue()
        try pair.visit(pair.station)
        let waiting = try pair.station.status().waitingChanges
        #expect(waiting == 1)
        let file = try #require(try pair.paths(Stick.receiptSuffix).first { $0.contains("host") })
        let bytes = try file.bytes()
        for _ in 0..<20 {
            var forged = bytes
            forged[pair.random.below(bytes.count)] ^= UInt8(1 << pair.random.below(8))
            try file.write(forged)
            let visit = try pair.visit(pair.station)
            #expect(visit.receipts.isEmpty)
            #expect(try pair.station.status().waitingChanges == waiting)
        }
    }

    @Test("an old receipt that somebody put back moves nothing back")
    func oldReceipt() throws {
        let pair = try Pair()
        try pair.comeTogether()
        let old = try #require(try pair.paths(Stick.receiptSuffix).first { $0.contains("host") })
        let bytes = try old.bytes()
        try pair.station.addIssue()
        try pair.visit(pair.station)
        try pair.visit(pair.network.host)
        try pair.visit(pair.station)
        #expect(try pair.station.status().waitingChanges == 0)
        let newer = try #require(try pair.paths(Stick.receiptSuffix).first { $0.contains("host") })
        #expect(newer != old, "a receipt is a new file each time")
        try FileManager.default.removeItem(atPath: newer)
        try old.write(bytes)
        let visit = try pair.visit(pair.station)
        #expect(visit.receipts.isEmpty && visit.written.isEmpty && visit.problems.isEmpty)
        #expect(try pair.station.status().waitingChanges == 0)
        #expect(visit.district?.upTo == "037-1")
    }

    @Test("a bundle in another's envelope opens nothing")
    func swapped() throws {
        let pair = try Pair()
        try pair.station.addIssue()
        try pair.visit(pair.station)
        let first = try pair.bundle()
        let firstBytes = try first.bytes()
        try pair.station.addIssue()
        try pair.visit(pair.station)
        let second = try #require(try pair.paths(Stick.bundleSuffix).first { $0 != first })
        let secondBytes = try second.bytes()
        let (one, other) = (try Envelope(firstBytes), try Envelope(secondBytes))
        try first.write(one.head + other.content)
        try second.write(other.head + one.content)
        let visit = try pair.visit(pair.network.host)
        #expect(visit.takenInAll.records.new == 0 && visit.problems.count == 2)
        #expect(visit.problems.allSatisfy { $0.kind == .badData })
        try pair.comeTogether()
    }

    /// A bundle as whoever holds it in their hands can take it apart.
    private struct Envelope {
        let head: [UInt8]
        let content: [UInt8]

        init(_ bytes: [UInt8]) throws {
            let body = bytes[9..<13].reduce(0) { $0 << 8 | Int($1) }
            head = Array(bytes.prefix(13 + body + 64))
            content = Array(bytes.dropFirst(head.count))
        }
    }
}
