import Device
import FieldRecords
import Foundation
import Seeds
import Simulation
import Sticks
import Testing

@testable import DeviceTests

@Suite("A stick that fails")
struct FailingStickTests {
    @Test("one that can only be read is read, says so, and is not touched")
    func readOnly() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let medium = MemoryMedium()
        try station.addIssue()
        _ = try station.visit(medium)
        let before = medium.files
        medium.isReadOnly = true
        let visit = try network.host.visit(medium)
        #expect(visit.problems.map(\.kind) == [.cannotCreate] && !visit.isChanged)
        #expect(visit.takenInAll.records.new == 1 && medium.files == before)
    }

    @Test("sectors that cannot be read spoil one file, and are named")
    func unreadable() throws {
        let network = try TestNetwork()
        let stations = try ["037", "038"].map { try network.station($0) }
        let medium = MemoryMedium()
        for station in stations {
            try station.addIssue()
            _ = try station.visit(medium)
        }
        let bad = try #require(medium.files.keys.first { $0.hasSuffix(".yilu") && $0.contains("/037-") })
        medium.unreadable = [medium.path(bad)]
        let visit = try network.host.visit(medium)
        #expect(visit.problems.map(\.kind) == [.inputOutput] && visit.takenInAll.records.new == 1)
        #expect(medium.files[bad] != nil)
        medium.unreadable = []
        #expect(try network.host.visit(medium).takenInAll.records.new == 1)
    }

    @Test("one that is full lets go what has arrived, and says what stays behind")
    func full() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let medium = MemoryMedium()
        try station.addIssue()
        _ = try station.visit(medium)
        medium.capacityBytes = 0
        let before = medium.files
        try station.addIssue()
        let visit = try station.visit(medium)
        #expect(visit.problems.map(\.kind) == [.inputOutput] && visit.left.map(\.changes) == [1])
        #expect(before.allSatisfy { medium.files[$0.key] == $0.value || $0.key.hasSuffix(Stick.receiptSuffix) })
        let host = try network.host.visit(medium)
        #expect(host.takenInAll.records.new == 1 && host.removed == 1)
        medium.capacityBytes = 64 << 20
        for device in [station, network.host, station] { #expect(try device.visit(medium).problems.isEmpty) }
        try expectSame(network.host, station)
    }
}
