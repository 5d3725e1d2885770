import Device
import Sticks
import Testing

@testable import DeviceTests

@Suite("A receipt that comes before the tree")
struct EarlyReceiptTests {
    @Test("counts once its reader knows of the places that it speaks of")
    func early() throws {
        let pair = try Pair()
        let (network, host) = (pair.network, pair.network.host)
        let office = try Device.join(
            network.options("office"), invitation: try host.inviteTown("T01").document, by: nil)
        for device in [office, host, office] { try pair.visit(device) }

        let late = try network.joinStation("038")
        try late.addIssue()
        for device in [late, host] { try pair.visit(device) }
        // The district's receipt is read, and its bundle, which tells of the station, is spoilt.
        for file in try pair.paths(Stick.bundleSuffix) where file.contains("host-to-T01") {
            try file.write(Array(try file.bytes().prefix(900)))
        }
        #expect(try !pair.visit(office).problems.isEmpty)
        for _ in 1...2 { for device in [host, office, late] { try pair.visit(device) } }
        #expect(try pair.visit(office).written.isEmpty, "the district has all, and has said so")
        #expect(try office.numbers().count == 1)
        let status = try office.status()
        #expect(status.waitingChanges == 0, "\(status)")
        try expectSound(host, office, late)
    }
}
