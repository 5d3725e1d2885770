import Device
import FieldRecords
import Foundation
import Testing

@testable import DeviceTests

@Suite("A stick with a part missing")
struct GapTests {
    @Test("says at every visit that the rest waits, until it came, in whatever order the files lie there")
    func waits() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let second = try network.member(of: "037", home: "037b")
        try network.carry(network.host, to: station)
        try network.copyHome("037b", to: "late")
        try station.addIssue()
        let first = try network.bundle(from: station, to: second)
        try second.take(first)
        try network.carry(second, to: station)
        try station.addIssue()
        let late = try Device.open(network.options("late", notes: "elsewhere"))
        let stick = network.path("stick")
        try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
        try FileManager.default.moveItem(
            atPath: try network.bundle(from: station, to: second), toPath: stick + "/1.yilu")
        for _ in 0..<3 {
            let visit = try late.visitStick(stick, isRehearsal: false, progress: { _ in })
            #expect(visit.problems.map(\.kind) == [.tryAgain])
            #expect(visit.takenInAll.changes.all == [0, 0, 1, 0])
            #expect(visit.takenInAll.missing.map(\.text) == ["037: 1 to 1"])
        }
        try FileManager.default.moveItem(atPath: first, toPath: stick + "/2.yilu")
        let visit = try late.visitStick(stick, isRehearsal: false, progress: { _ in })
        #expect(visit.taken.count == 2 && visit.problems.isEmpty, "\(visit.problems.map(\.what.en))")
        #expect(visit.takenInAll.changes.parked == 0 && visit.takenInAll.missing.isEmpty)
        #expect(try late.numbers().count == 2)
    }
}
