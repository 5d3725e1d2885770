import Device
import FieldRecords
import Testing

@Suite("A device that was thrown out without ever having been let in")
struct RefusedDeviceTests {
    /// A station, and an impostor who joined by a copy of its invitation and carried a record to the host.
    private struct CopiedStation {
        let station: Device
        let impostor: Device

        init(_ network: TestNetwork) throws {
            let invitation = try network.host.inviteStation(name: "驿站 037", town: "T01", code: "037", host: nil)
            station = try network.enrol(
                try Device.join(network.options("037"), invitation: invitation.document, by: "王芳"))
            try station.addIssue([("title", "本站的")])
            try network.exchange(station, network.host)
            impostor = try Device.join(
                network.options("impostor", notes: "notes of impostor"), invitation: invitation.document, by: nil)
            try impostor.addIssue([("title", "冒充的")])
        }
    }

    @Test("has nothing that counts, anywhere, and never will")
    func station() throws {
        let network = try TestNetwork()
        let (host, district) = (network.host, try CopiedStation(network))
        let office = try network.member(of: "T01", home: "town")
        try host.take(try network.bundleForHost(from: district.impostor))
        let label = try #require(try host.waitingLabel())
        try network.carry(host, to: office)
        try host.revoke(label)
        try district.impostor.addIssue([("title", "再次冒充")])
        try host.take(try network.bundleForHost(from: district.impostor))
        for device in [district.station, office] { try network.exchange(device, host) }
        for device in [host, district.station, office] {
            #expect(try device.issueTitles() == ["本站的"])
            #expect(try device.members().first { $0.replica == label }?.standing == "revoked")
            #expect(try device.status().records == 1)
            try expectSame(host, device)
            try expectSound(device)
        }
        #expect(try host.status().uncounted.map(\.reason.en) == ["the device was never enrolled"])
        expectFailure(.badData) { try host.admit(label) }
        expectFailure(.badData) { try host.retire(label) }
        #expect(try host.issueTitles() == ["本站的"])
    }

    @Test("changes nothing of the district by a copied invitation of its staff", arguments: [false, true])
    func staff(revokesHost: Bool) throws {
        let network = try TestNetwork()
        let host = network.host
        let invitation = try host.inviteMember(place: nil)
        let staff = try network.enrol(
            try Device.join(network.options("staff"), invitation: invitation.document, by: nil))
        let impostor = try Device.join(
            network.options("impostor", notes: "notes of impostor"), invitation: invitation.document, by: nil)
        if revokesHost { try impostor.revoke("host") } else { _ = try impostor.addTown(name: "假镇", code: "T09") }
        // To a host that was revoked only an altered program carries anything.
        try StoreFile(network.path("impostor")).execute("UPDATE replica SET standing = 'enrolled'")
        _ = try impostor.exportBundle(to: "host", out: network.path("i.yilu"))
        try host.take(network.path("i.yilu"))
        let label = try #require(try host.waitingLabel())
        try host.revoke(label)
        try network.exchange(staff, host)
        for device in [host, staff] {
            #expect(try device.towns().map(\.code) == ["T01", "T02"])
            #expect(try device.members().first { $0.replica == "host" }?.standing == "enrolled")
            try expectSound(device)
        }
    }

    @Test("is not retired: that would let count what it wrote")
    func retired() throws {
        let network = try TestNetwork()
        let (host, district) = (network.host, try CopiedStation(network))
        try host.take(try network.bundleForHost(from: district.impostor))
        let label = try #require(try host.waitingLabel())
        expectFailure(.badData) { try host.retire(label) }
        #expect(try host.issueTitles() == ["本站的"])
        try host.admit(label)
        #expect(try host.issueTitles() == ["冒充的", "本站的"])
    }

    @Test(
        "by one host, and let in and thrown out by another that had not met it, counts as far as that one let it",
        arguments: [false, true])
    func apart(isRefusedFirst: Bool) throws {
        let network = try TestNetwork()
        let (host, district) = (network.host, try CopiedStation(network))
        let staff = try network.member(of: nil, home: "staff")
        try network.exchange(staff, host)
        let office = try network.member(of: "T01", home: "town")
        try network.exchange(staff, host)
        try network.carry(staff, to: office)
        try host.take(try network.bundleForHost(from: district.impostor))
        try network.carry(host, to: staff)
        let label = try #require(try staff.waitingLabel())
        try staff.admit(label)
        let admitted = try #require(try staff.members().first { $0.replica.hasPrefix("037b") })
        try staff.revoke(admitted.replica)
        try host.revoke(label)
        let words = try [network.bundle(from: host, to: office), network.bundle(from: staff, to: office)]
        for word in isRefusedFirst ? words : words.reversed() { try office.take(word) }
        for _ in 0..<2 { for device in [staff, office, district.station] { try network.exchange(device, host) } }
        for device in [host, staff, office, district.station] {
            #expect(try device.issueTitles() == ["冒充的", "本站的"])
            try expectSame(host, device)
            try expectSound(device)
        }
    }

    @Test("by an older program, which cut it at what was held, counts no more once it is revoked again")
    func olderProgram() throws {
        let network = try TestNetwork()
        let (host, district) = (network.host, try CopiedStation(network))
        try host.take(try network.bundleForHost(from: district.impostor))
        let label = try #require(try host.waitingLabel())
        // As a program did that told refusals by cuts alone: let in without a word of it, and revoked.
        try StoreFile(network.path("host")).execute("UPDATE replica SET standing = 'enrolled' WHERE label = '\(label)'")
        try host.revoke(label)
        try network.exchange(district.station, host)
        for device in [host, district.station] { #expect(try device.issueTitles() == ["冒充的", "本站的"]) }
        try host.revoke(label)
        try network.exchange(district.station, host)
        for device in [host, district.station] {
            #expect(try device.issueTitles() == ["本站的"])
            try expectSame(host, device)
            try expectSound(device)
        }
    }
}

extension Device {
    /// The label of the device that waits to be enrolled.
    fileprivate func waitingLabel() throws -> String? {
        try members().first { $0.standing == "waiting" }?.replica
    }
}
