import Device
import Foundation
import Simulation
import Sticks
import Testing

@testable import DeviceTests

@Suite("A month of sticks")
struct MonthTests {
    private static let scale =
        FaultTests.isLong
        ? Month.Scale(stations: 40, routes: 4, days: 20, sticks: 3)
        : Month.Scale(stations: 5, routes: 2, days: 6, sticks: 3)

    @Test(
        "stations on routes, a stick lost, one put in twice, a station restored, clocks years apart: all comes together"
    )
    func month() throws { try Self.live(Self.scale) }

    @Test("so it does in a district of 409 stations", .enabled(if: FaultTests.isLong, "hours: Scripts/test --all"))
    func district() async {
        // In a process of its own, which may open as many files as it has devices: see StrangerTests.
        await #expect(processExitsWith: .success) {
            try MonthTests.live(Month.Scale(stations: 409, routes: 20, days: 30, sticks: 4))
        }
    }

    private static func live(_ scale: Month.Scale) throws {
        let month = try Month(scale, seed: 20_231_114)
        var backup: String?
        for day in 0..<scale.days {
            try month.work()
            for (number, stick) in month.sticks.enumerated() {
                for station in month.route(day + number) { try month.visit(station, stick) }
                if day == scale.days / 2, number == 1 {
                    month.lose(stick)
                    continue
                }
                // Now and then a stick stays in somebody's pocket for a day.
                guard (day + number) % 3 != 0 else { continue }
                try month.visitHost(stick)
                if day == scale.days - 2, number == 0 {
                    let again = try month.visitHost(stick)
                    #expect(again.written.isEmpty && again.takenInAll.changes.applied == 0 && !again.isChanged)
                }
            }
            if day == scale.days / 4 { backup = try month.backUp(month.stations[1]) }
            if day == scale.days / 2 { try month.restore(month.stations[1], from: try #require(backup)) }
        }
        try close(month)
    }

    /// Lets every stick go round until nothing is left to carry, and looks at everything.
    private static func close(_ month: Month) throws {
        let scale = month.scale
        for _ in 0..<4 {
            for stick in month.sticks {
                for station in month.stations { try month.visit(station, stick) }
                try month.visitHost(stick)
            }
        }
        #expect(month.recordsCarried > scale.stations * scale.days / 3, "\(month.recordsCarried) records")
        for stick in month.sticks {
            let left = stick.medium.files.keys.filter { !$0.hasSuffix(Stick.receiptSuffix) && !$0.contains("READ ME") }
            #expect(left.isEmpty, "confirmed, and still there: \(left.sorted())")
        }
        let fresh = try month.network.host.rehearse(MemoryMedium())
        #expect(fresh.written.isEmpty, "\(fresh.written.map { "\($0.place): \($0.changes)" })")
        for station in month.stations {
            try expectSame(month.network.host, station.device, "\(station.code)")
            let status = try station.device.status()
            #expect(status.waitingChanges == 0 && status.waitingPhotos == 0, "\(station.code)")
            #expect(status.photosMissing == 0 && status.missing.isEmpty && status.stopped.isEmpty, "\(station.code)")
            #expect(try station.device.rehearse(MemoryMedium()).written.isEmpty, "\(station.code)")
            #expect(status.district?.isAll == true, "\(station.code)")
            try expectSound(station.device)
        }
        try expectSound(month.network.host)
    }
}
