import Device
import FieldRecords
import Reports
import Store
import Testing

@Suite("coverage and clocks that were wrong once")
struct CoverageClockTests {
    private static let decades: Int64 = 26_000
    private let network: TestNetwork
    private let station: Device

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
    }

    private func coverage() throws -> [String] {
        try network.host.coverage(ReportRequest(), showPersonal: false).silent.map {
            "\($0.code) \($0.since?.description ?? "-")"
        }
    }

    /// Something is done while a clock is decades ahead.
    private func aheadOfTime(_ body: () throws -> Void) throws {
        network.clock.advance(days: Self.decades)
        try body()
        network.clock.advance(days: -Self.decades)
    }

    @Test("a host whose clock was ahead once still sees who falls silent, and calls nobody's clock slow")
    func host() throws {
        try aheadOfTime { _ = try network.host.addIssue(place: "037") }
        for _ in 1...2 { try network.exchange(station, network.host) }
        #expect(try network.host.status().clockOffsets.allSatisfy { $0.milliseconds.magnitude < 60_000 })
        #expect(try coverage().isEmpty)
        network.clock.advance(days: 60)
        #expect(try coverage() == ["037 2023-11-08"])
        #expect(try network.host.silentStations() == 1)
    }

    @Test("a station whose clock was ahead once is silent from the day on which it was last heard")
    func stationAhead() throws {
        try station.addIssue()
        try network.exchange(station, network.host)
        network.clock.advance(days: 2)
        try aheadOfTime { try station.addIssue() }
        try network.exchange(station, network.host)
        network.clock.advance(days: 1)
        try network.exchange(station, network.host)
        #expect(try coverage().isEmpty)
        network.clock.advance(days: 60)
        #expect(try coverage() == ["037 2023-11-11"])
    }

    @Test("a clock that was fast and was set right is not called fast any longer")
    func setRight() throws {
        try aheadOfTime {
            try station.addIssue()
            let file = try network.bundleForHost(from: station)
            network.clock.advance(days: -Self.decades)
            try network.host.take(file)
            network.clock.advance(days: Self.decades)
        }
        #expect(try network.host.status().clockOffsets.map { $0.milliseconds > 60_000 } == [true])
        try network.host.take(try network.bundleForHost(from: station))
        #expect(try network.host.status().clockOffsets.map(\.milliseconds) == [0])
    }

    @Test("what a revoked device wrote after it was cut off is no word of its station")
    func revoked() throws {
        try station.addIssue()
        try network.exchange(station, network.host)
        _ = try network.host.revoke("037")
        network.clock.advance(days: 30)
        #expect(try coverage() == ["037 2023-11-08"])
        try station.addIssue()
        try network.host.take(try network.bundleForHost(from: station))
        #expect(try coverage() == ["037 2023-11-08"])
        #expect(try network.host.silentStations() == 1)
    }
}
