import Device
import Testing

/// A station of the first town with a record, and offices of three towns. The first office has edited the record,
/// and nobody knows of it yet.
struct MovedDistrict {
    let network: TestNetwork
    let station: Device
    let second: Device
    let offices: [Device]
    let number: String

    var host: Device { network.host }
    var all: [Device] { [station, second] + offices }

    init() throws {
        let network = try TestNetwork(towns: [("T01", "霍营街道"), ("T02", "百善镇"), ("T03", "南口镇")])
        self.network = network
        station = try network.station("001", town: "T01")
        second = try network.member(of: "001", home: "001b")
        offices = try ["T01", "T02", "T03"].map { try network.member(of: $0, home: $0) }
        number = try station.addIssue()
        try network.exchange(station, network.host)
        try exchange()
        try offices[0].edit(number, "note", "镇里核实过")
    }

    /// Twice up to the host and back, so that everybody has what there is.
    func exchange() throws {
        for _ in 0..<2 { for device in all { try network.exchange(device, host) } }
    }

    func expectAgreement() throws {
        for device in all + [host] {
            try expectSame(host, device)
            #expect(try device.status().stopped.isEmpty)
            #expect(try device.status().waitingChanges == 0)
            try expectSound(device)
        }
        for device in [host, station, second, offices[1]] {
            #expect(try device.text(number, "note") == "镇里核实过")
        }
    }
}
