import Device
import Foundation
import Reports
import Store
import Testing

/// Numbers as others could make up and older programs let into a file: nothing that is asked of it may end in them.
@Suite("A file with numbers in it that cannot be")
struct PoisonedNumberTests {
    @Test(
        "a clock that differs by more than clocks can is not believed",
        arguments: [Int64.min, .max, -(1 << 48), 1 << 48])
    func clocks(offset: Int64) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        try network.exchange(station, network.host)
        try network.host.addIssue(place: "037")
        let file = StoreFile(network.path("host"))
        let honest = try network.host.coverage(ReportRequest(), showPersonal: false)
        // A gap too, so that a receipt tells of something that is missing.
        try file.execute("UPDATE receipt SET sequence = sequence + 4; UPDATE replica SET clock_offset = \(offset)")
        let coverage = try network.host.coverage(ReportRequest(), showPersonal: false)
        #expect(coverage.heard == honest.heard && coverage.clockOffsets.isEmpty)
        #expect(coverage.incomplete.contains { $0.word.missing.contains { $0.receipt != nil } })
        #expect(try network.host.status().clockOffsets.isEmpty)
    }

    @Test("a receipt numbered beyond all that are given tells what it tells, and the next ones are taken in")
    func receipts() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        try network.exchange(station, network.host)
        // The signature stands under the number: of the statement only the column can be changed from outside.
        try StoreFile(network.path("host")).execute(
            """
            UPDATE receipt SET number = \(Int64.max), sequence = sequence + 4;
            UPDATE receipt_statement SET number = \(Int64.max), statement = x'00';
            """)
        let coverage = try network.host.coverage(ReportRequest(), showPersonal: false)
        #expect(coverage.incomplete.contains { !$0.word.missing.isEmpty })
        network.clock.advance(days: 1)
        try station.addIssue()
        try network.exchange(station, network.host)
        #expect(try network.host.coverage(ReportRequest(), showPersonal: false).incomplete.isEmpty)
        try expectSame(network.host, station)
    }

    @Test("an offset from UTC that no place has counts as none", arguments: [Int64.min, .max, 900])
    func offset(minutes: Int64) throws {
        let network = try TestNetwork()
        try network.host.addIssue()
        let before = try network.host.record(number: "host-1", showPersonal: true).fields.map(\.value)
        try StoreFile(network.path("host")).execute(
            "UPDATE fact SET value = \(minutes) WHERE name = 'utcOffsetMinutes'")
        try network.host.addIssue()
        #expect(try network.host.record(number: "host-2", showPersonal: true).fields.map(\.value) == before)
        #expect(try network.host.coverage(ReportRequest(), showPersonal: false).known == 0)
    }
}
