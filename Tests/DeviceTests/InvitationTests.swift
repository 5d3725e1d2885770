import Device
import FieldRecords
import Seeds
import Testing

@Suite("An invitation")
struct InvitationTests {
    /// A device that joined with an invitation, and a record of it carried to the host.
    private static func contact(
        _ network: TestNetwork, _ invitation: IssuedInvitation, home: String
    ) throws -> (device: Device, summary: ImportSummary) {
        let device = try Device.join(network.options(home), invitation: invitation.document, by: nil)
        try device.addIssue()
        return (device, try network.host.take(try network.bundleForHost(from: device)))
    }

    private static func expectWaits(_ network: TestNetwork, _ summary: ImportSummary, records: Int) throws -> String {
        #expect(!summary.remarks.isEmpty)
        let waiting = try network.host.members().filter { $0.standing == "waiting" }
        #expect(waiting.count == 1)
        #expect(waiting.first?.reason != nil)
        #expect(try network.host.status().records == records, "what a waiting device wrote counts for nothing yet")
        return waiting.first?.replica ?? ""
    }

    /// Admits a device that waits, and expects that what it wrote counts from then on.
    private static func expectCountsOnceAdmitted(
        _ network: TestNetwork, _ label: String, _ device: Device, records: Int
    ) throws {
        expectFailure(.notPermitted) {
            _ = try network.host.exportBundle(to: label, out: network.freshPath("yilu"))
        }
        try network.host.admit(label)
        #expect(try network.host.status().records == records)
        #expect(try network.host.members().allSatisfy { $0.standing == "enrolled" })
        expectFailure(.badData) { try network.host.admit(label) }
        let member = try #require(try device.members().first { $0.isThisDevice })
        let known = try #require(try network.host.members().first { $0.key == member.key })
        let file = network.freshPath("yilu")
        _ = try network.host.exportBundle(to: known.replica, out: file)
        try device.take(file)
        #expect(try device.status().replica == known.replica)
        try expectSame(network.host, device)
        try expectSound(network.host, device)
    }

    @Test("used twice lets the first in, and the second once it is admitted")
    func usedTwice() throws {
        let network = try TestNetwork()
        let invitation = try network.host.inviteStation(name: "霍营驿站", town: "T01", code: "037", host: nil)
        let (first, one) = try Self.contact(network, invitation, home: "first")
        #expect(one.records.new == 1)
        #expect(try network.host.invitations().map(\.state) == ["used"])
        let (second, two) = try Self.contact(network, invitation, home: "second")
        let label = try Self.expectWaits(network, two, records: 1)
        try network.carry(network.host, to: first)
        try Self.expectCountsOnceAdmitted(network, label, second, records: 2)
        try network.carry(network.host, to: first)
        #expect(try first.numbers().count == 2)
        try expectSame(first, second)
        #expect(Set(try first.numbers()) == Set(try network.host.numbers()))
    }

    @Test("first seen after 90 days waits for a person, however the device's own clock stands")
    func expired() throws {
        let network = try TestNetwork()
        let invitation = try network.host.inviteStation(name: "霍营驿站", town: "T01", code: "037", host: nil)
        network.clock.advance(days: 91)
        #expect(try network.host.invitations().map(\.state) == ["expired"])
        let (device, summary) = try Self.contact(network, invitation, home: "037")
        let label = try Self.expectWaits(network, summary, records: 0)
        try Self.expectCountsOnceAdmitted(network, label, device, records: 1)
    }

    @Test("first seen on its last day is good")
    func lastDay() throws {
        let network = try TestNetwork()
        let invitation = try network.host.inviteStation(name: "霍营驿站", town: "T01", code: "037", host: nil)
        network.clock.advance(days: 89)
        #expect(try Self.contact(network, invitation, home: "037").summary.records.new == 1)
    }

    @Test("withdrawn lets nobody in by itself")
    func withdrawn() throws {
        let network = try TestNetwork()
        let invitation = try network.host.inviteStation(name: "霍营驿站", town: "T01", code: "037", host: nil)
        try network.host.withdrawInvitation(serial: invitation.serial)
        #expect(try network.host.invitations().map(\.state) == ["withdrawn"])
        expectFailure(.badData) { try network.host.withdrawInvitation(serial: "nonsense") }
        let (device, summary) = try Self.contact(network, invitation, home: "037")
        let label = try Self.expectWaits(network, summary, records: 0)
        try Self.expectCountsOnceAdmitted(network, label, device, records: 1)
    }

    @Test("edited anywhere makes no device, and leaves the folder free for the good one")
    func edited() throws {
        let network = try TestNetwork()
        let invitation = try network.host.inviteStation(name: "霍营驿站", town: "T01", code: "037", host: nil)
        var random = SeededRandom(7)
        let document = invitation.document
        var accepted: [Int] = []
        for position in stride(from: 0, to: document.count, by: max(1, document.count / 300)) {
            var edited = document
            edited[position] ^= 1 << UInt8(random.below(7))
            do {
                let device = try Device.join(network.options("edited\(position)"), invitation: edited, by: nil)
                accepted.append(position)
                // White space and the like may differ; what it says may not.
                #expect(try device.status().place == "037")
            } catch let error as DeviceError {
                #expect([.badData, .notPermitted].contains(error.kind), "\(error.what.en)")
            }
        }
        #expect(accepted.count < 8, "accepted when edited at \(accepted)")
        for length in stride(from: 0, to: document.count - 2, by: max(1, document.count / 60)) {
            expectFailure(.badData) {
                _ = try Device.join(network.options("037"), invitation: Array(document.prefix(length)), by: nil)
            }
        }
        #expect(try Device.join(network.options("037"), invitation: document, by: nil).status().replica == "037")
    }

    @Test("into a folder that has a device already is refused, and that device goes on")
    func folderTaken() throws {
        let network = try TestNetwork()
        let station = try network.joinStation("037")
        let invitation = try network.host.inviteMember(place: "037")
        #expect(invitation.label == "037b")
        expectFailure(.cannotCreate) {
            _ = try Device.join(network.options("037"), invitation: invitation.document, by: nil)
        }
        try station.addIssue()
        #expect(try station.numbers() == ["037-1"])
    }

    @Test("is the host's to write, not a station's")
    func notTheHost() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        expectFailure(.notPermitted) { _ = try station.inviteMember(place: "037") }
        expectFailure(.notPermitted) { try station.revoke("host") }
        expectFailure(.badData) { _ = try network.host.inviteMember(place: "999") }
    }
}
