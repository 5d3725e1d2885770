import Device
import FieldRecords
import Foundation
import Testing

@Suite("A device that moves")
struct MovedDeviceTests {
    /// A photo, and a text that stands nowhere else.
    private static let photo: [UInt8] = [0xFF, 0xD8, 0xFF] + Array("PHOTO-OF-THE-OLD-PLACE".utf8)
    private static let text = "NOTE-OF-THE-OLD-PLACE"

    private static func begin(_ station: Device, _ network: TestNetwork) throws {
        let file = try network.write(photo, "jpg")
        _ = try station.addRecord(
            form: "issue", typed: [("kind", "other"), ("title", text)], files: [("photo", file)], place: nil, by: nil)
    }

    @discardableResult
    private static func join(_ network: TestNetwork, _ home: String, _ invitation: IssuedInvitation) throws -> Device {
        try Device.join(network.options(home), invitation: invitation.document, by: "赵敏")
    }

    @Test("leaves its records where they were made, keeps nothing of them, and goes on at the new place")
    func move() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let other = try network.station("041", town: "T02")
        try Self.begin(station, network)
        try network.exchange(station, network.host)
        let page = try Device.open(network.options("037"))
        let invitation = try network.host.move("037", to: "041")
        #expect(invitation.place == "041" && invitation.label == "041b")
        let moved = try Self.join(network, "037", invitation)
        let file = StoreFile(network.path("037"))
        for left in [Self.photo, Array(Self.text.utf8)] { #expect(try !file.folderHolds(left)) }
        #expect(try !file.holds(Self.text))

        // The page that was open goes on as the device that it is now.
        #expect(try page.addIssue([("title", "在新站")]) == "041b-1")
        try network.exchange(moved, network.host)
        try network.exchange(other, network.host)
        let status = try moved.status()
        #expect(status.replica == "041b" && status.place == "041" && status.waitingChanges == 0)
        #expect(try moved.numbers() == ["041b-1"] && other.numbers() == ["041b-1"])
        #expect(try network.host.numbers().sorted() == ["037-1", "041b-1"])
        #expect(try network.host.text("037-1", "title") == Self.text)
        let standings = try network.host.members().filter { ["037", "041b"].contains($0.replica) }
        #expect(standings.map(\.standing).sorted() == ["enrolled", "retired"])
        try expectSame(network.host, moved)
        try expectSame(network.host, other)
        try expectSound(network.host, moved, other)
    }

    @Test("does not go before the district has all that it holds, and what it brings late counts once it moves again")
    func unsent() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try network.station("041")
        try network.exchange(station, network.host)
        try Self.begin(station, network)
        let early = try network.host.move("037", to: "041")
        expectFailure(.tryAgain) { try Self.join(network, "037", early) }
        #expect(try station.numbers() == ["037-1"] && station.status().place == "037")
        try network.host.take(try network.bundleForHost(from: station))
        expectFailure(.tryAgain) { try Self.join(network, "037", early) }
        let moved = try Self.join(network, "037", try network.host.move("037", to: "041"))
        try network.exchange(moved, network.host)
        #expect(try network.host.history(number: "037-1").allSatisfy { $0.void == nil })
        #expect(try network.host.numbers() == ["037-1"])
        #expect(try network.host.status().photosHeld == 1)
        try expectSame(network.host, moved)
        try expectSound(network.host, moved)
    }

    @Test("is one device of one network: any other stays what it is, and a folder without one joins as always")
    func others() throws {
        let network = try TestNetwork()
        _ = try network.station("037")
        let other = try network.station("041")
        _ = try network.station("042")
        let invitation = try network.host.move("037", to: "042")
        expectFailure(.notPermitted) { try Self.join(network, "041", invitation) }
        expectFailure(.notPermitted) { try Self.join(network, "host", invitation) }
        #expect(try other.status().replica == "041")
        let plain = try network.host.inviteMember(place: "042")
        expectFailure(.cannotCreate) { try Self.join(network, "037", plain) }
        try network.copyHome("037", to: "copy")
        try FileManager.default.removeItem(atPath: network.path("037"))
        #expect(try Self.join(network, "037", invitation).status().replica == "042b")

        let elsewhere = try TestNetwork()
        expectFailure(.notPermitted) {
            _ = try Device.join(elsewhere.options("host"), invitation: invitation.document, by: nil)
        }
    }

    @Test("has its passphrase at the new place too")
    func locked() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try network.station("041")
        try network.exchange(station, network.host)
        let options = network.lockable("037", Keyring.memory())
        try Device.open(options).setPassphrase("九月")
        let invitation = try network.host.move("037", to: "041")
        expectFailure(.notPermitted) {
            _ = try Device.join(network.lockable("037", .none), invitation: invitation.document, by: nil)
        }
        #expect(try Device.unlock(options) { "九月" })
        #expect(try Device.join(options, invitation: invitation.document, by: nil).status().hasPassphrase)
        #expect(try Device.lock(options))
        expectFailure(.notPermitted) { _ = try Device.open(options).status() }
    }

    @Test("is not the district's own, not revoked, and goes somewhere else")
    func refused() throws {
        let network = try TestNetwork()
        _ = try network.station("037")
        _ = try network.station("041")
        expectFailure(.notPermitted) { _ = try network.host.move("host", to: "041") }
        expectFailure(.badData) { _ = try network.host.move("037", to: "037") }
        expectFailure(.badData) { _ = try network.host.move("037", to: "099") }
        expectFailure(.badData) { _ = try network.host.move("099", to: "041") }
        try network.host.revoke("037")
        expectFailure(.badData) { _ = try network.host.move("037", to: "041") }
    }
}
