import Device
import FieldRecords
import Foundation
import Seeds
import Simulation
import Sticks
import Testing

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
