import Device
import Foundation
import Testing

@testable import DeviceTests

@Suite("A stick of a town from which a station was moved")
struct MovedStationStickTests {
    private func visit(_ devices: [Device], _ network: TestNetwork) throws {
        let stick = network.path("stick")
        try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
        for device in devices { _ = try device.visitStick(stick, isRehearsal: false, progress: { _ in }) }
    }

    private func bundles(_ network: TestNetwork) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: network.path("stick")).filter { $0.hasSuffix(".yilu") }
    }

    @Test("brings home what the office wrote there, and the office stays who it is")
    func handedOn() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let office = try network.member(of: "T01", home: "office")
        let number = try station.addIssue()
        try network.exchange(station, network.host)
        try network.exchange(office, network.host)
        try office.edit(number, "note", "镇里核实过")
        _ = try network.host.moveStation(code: "037", town: "T02")
        try network.carry(network.host, to: office)
        let label = try office.status().replica
        try visit([office, network.host, office], network)
        #expect(try network.host.text(number, "note") == "镇里核实过")
        #expect(try office.status().waitingChanges == 0)
        #expect(try office.status().replica == label)
        #expect(try network.host.members().count == 3)
        try visit([station, network.host, station, office], network)
        try expectSame(network.host, station)
        #expect(try bundles(network).isEmpty)
    }

    @Test("is cleared of what the office may not have any more")
    func cleared() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let office = try network.member(of: "T01", home: "office")
        try network.exchange(office, network.host)
        try station.addIssue()
        try network.exchange(station, network.host)
        try visit([network.host], network)
        #expect(try !bundles(network).isEmpty)
        _ = try network.host.moveStation(code: "037", town: "T02")
        for device in [office, station] {
            try network.carry(network.host, to: device)
            try network.carry(device, to: network.host)
        }
        try visit([office], network)
        #expect(try office.numbers().isEmpty)
        try visit([network.host], network)
        #expect(try bundles(network).isEmpty)
    }
}
