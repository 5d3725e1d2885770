import Device
import Testing

/// Station 051 below T02, whose invitation was copied; the office of T02; and the key, invited to station 050 below
/// T01, whose office knows nothing yet.
struct CopiedInvitation {
    let network: TestNetwork
    let station: Device
    let office: Device
    let otherOffice: Device
    let key: TwoFacedDevice

    var host: Device { network.host }
    var honest: [Device] { [station, office, otherOffice] }

    init() throws {
        network = try TestNetwork()
        let copied = try network.host.inviteStation(name: "驿站 051", town: "T02", code: "051", host: nil)
        let own = try network.host.inviteStation(name: "驿站 050", town: "T01", code: "050", host: nil)
        station = try network.enrol(
            try Device.join(network.options("051"), invitation: copied.document, by: "王芳"))
        office = try network.member(of: "T02", home: "T02")
        otherOffice = try network.member(of: "T01", home: "T01")
        try network.carry(network.host, to: station)
        key = try TwoFacedDevice(network, ["as 050": own.document, "as 051": copied.document])
        try key.face("as 050").addIssue([("title", "自己的")])
        try key.face("as 051").addIssue([("title", "冒充的")])
    }

    func expectAgreement(titles: [String]) throws {
        for _ in 0..<2 {
            for device in honest {
                #expect(try network.carry(device, to: host).problems.isEmpty)
                #expect(try network.carry(host, to: device).problems.isEmpty)
                #expect(try network.carry(office, to: station).problems.isEmpty)
                #expect(try network.carry(station, to: office).problems.isEmpty)
            }
        }
        for device in honest + [host] {
            try expectSame(host, device)
            #expect(try device.status().stopped.isEmpty)
            #expect(try device.status().missing.isEmpty)
            #expect(try device.status().waitingChanges == 0)
            try expectSound(device)
        }
        #expect(try host.issueTitles() == titles)
    }
}

extension Device {
    /// The titles of all issues, ascending.
    func issueTitles() throws -> [String] {
        try numbers(form: "issue").map { try text($0, "title") ?? "" }.sorted()
    }
}
