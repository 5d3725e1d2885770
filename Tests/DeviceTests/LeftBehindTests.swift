import Device
import FieldRecords
import Testing

@Suite("A device that moves while the district lacks what it holds")
struct LeftBehindTests {
    @Test("keeps a record that a restored host has no more, until it is brought again", arguments: [0, 5])
    func restoredHost(laptops: Int) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try network.station("041")
        for number in 0..<laptops { _ = try network.member(of: nil, home: "laptop\(number)") }
        let (backup, key) = (network.path("backup"), network.path("key"))
        try network.host.backup(to: backup, passphrase: nil)
        try network.host.backupRootKey(to: key, passphrase: nil)
        try station.addIssue([("title", "备份以后")])
        try network.exchange(station, network.host)
        #expect(try station.status().waitingChanges == 0)
        let host = try Device.restore(network.options("host2"), file: backup, rootKey: key, passphrase: nil)
        #expect(try host.numbers().isEmpty)
        #expect(try !network.joins("037", try host.move("037", to: "041")))
        // It stays as it is, says now what waits, and brings just that.
        #expect(try station.numbers() == ["037-1"] && station.status().replica == "037")
        #expect(try station.status().waitingChanges > 0)
        try host.take(try network.bundleForHost(from: station))
        let moved = try network.join("037", try host.move("037", to: "041"))
        #expect(try host.numbers() == ["037-1"] && moved.status().replica == "041b")
        try moved.addIssue()
        try host.take(try network.bundleForHost(from: moved))
        #expect(try host.numbers().sorted() == ["037-1", "041b-1"])
        try expectSound(host, moved)
    }

    @Test("keeps a record that only a laptop of the district had, which was revoked")
    func revokedLaptop() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try network.station("041")
        let laptop = try network.member(of: nil, home: "laptop")
        try network.carry(network.host, to: station)
        try station.addIssue()
        try laptop.take(try network.bundleForHost(from: station))
        try network.carry(laptop, to: station)
        #expect(try station.status().waitingChanges == 0)
        try network.host.revoke("hostb")
        let invitation = try network.host.move("037", to: "041")
        #expect(try !network.joins("037", invitation))
        #expect(try station.numbers() == ["037-1"])
        try network.host.take(try network.bundleForHost(from: station))
        #expect(try network.joins("037", try network.host.move("037", to: "041")))
        #expect(try network.host.numbers() == ["037-1"])
    }

    @Test("keeps a record of the district's own laptop that the host has not got yet")
    func writtenByLaptop() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try network.station("041")
        let laptop = try network.member(of: nil, home: "laptop")
        try network.carry(network.host, to: station)
        try laptop.addIssue([("title", "区里写的")], place: "037")
        try network.carry(laptop, to: station)
        let invitation = try network.host.move("037", to: "041")
        #expect(try !network.joins("037", invitation))
        #expect(try station.numbers() == ["hostb-1"])
        try network.host.take(try network.bundleForHost(from: station))
        #expect(try network.joins("037", try network.host.move("037", to: "041")))
        #expect(try network.host.numbers() == ["hostb-1"])
    }

    @Test(
        "is told by the invitation alone: what the host got since does not count there, photos with it",
        arguments: [true, false])
    func writesOn(hasPhoto: Bool) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try network.station("041")
        let invitation = try network.host.move("037", to: "041")
        let file = try network.write([0xFF, 0xD8, 0xFF, 1], "jpg")
        _ = try station.addRecord(
            form: "issue", typed: [("kind", "other")], files: hasPhoto ? [("photo", file)] : [], place: nil, by: nil)
        try network.host.take(try network.bundleForHost(from: station))
        #expect(try !network.joins("037", invitation))
        #expect(try network.host.status().photosHeld == (hasPhoto ? 1 : 0))
        #expect(try network.joins("037", try network.host.move("037", to: "041")))
        #expect(try network.host.history(number: "037-1").allSatisfy { $0.void == nil })
        let status = try network.host.status()
        #expect(status.uncounted.isEmpty && status.photosHeld == (hasPhoto ? 1 : 0) && status.photosMissing == 0)
        try expectSound(network.host)
    }
}
