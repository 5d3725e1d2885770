import Device
import FieldRecords
import Testing

@Suite("A key with an invitation of its own, and a copy of one that was used")
struct TwoFacedDeviceTests {
    @Test(
        "stands where the host enrolled it, whatever it showed the others first",
        arguments: [[], ["T02"], ["051"], ["T02", "051"]])
    func hostKnowsBetter(deceived: [String]) throws {
        let district = try CopiedInvitation()
        let (network, host, station, office) = (district.network, district.host, district.station, district.office)
        for device in deceived.map({ $0 == "T02" ? office : station }) {
            #expect(try district.key.meet(device, as: "as 051").changes.refused == 0)
            #expect(try district.key.standing(at: device)?.hasSuffix("051 waiting") == true)
        }
        try district.key.meet(host, as: "as 050")
        #expect(try district.key.standing(at: host) == "050 050 enrolled")
        for device in [office, station] {
            try network.carry(host, to: device)
            #expect(try district.key.standing(at: device) == "050 050 enrolled")
            // From now on it shows whom it likes what it likes.
            try district.key.face("as 051").addIssue([("title", "再次冒充")])
            let summary = try district.key.meet(device, as: "as 051")
            #expect(Set(summary.problems.map(\.kind)) == [.notPermitted])
            #expect(try device.issueTitles().isEmpty)
            #expect(try device.status().stopped.isEmpty)
        }
        #expect(try Set(district.key.meet(host, as: "as 051").problems.map(\.kind)) == [.notPermitted])

        _ = try station.addRecord(
            form: "courier", typed: [("name", "张三保密"), ("kind", "parcel")], files: [], place: nil, by: nil)
        try station.addIssue([("title", "本站的")])
        try network.carry(station, to: office)
        let sealed = network.freshPath("yilu")
        _ = try office.exportBundle(to: "050", out: sealed)
        try district.expectAgreement(titles: ["本站的", "自己的"])
        try district.key.face("as 051").take(sealed)
        #expect(try !StoreFile(network.path("as 051")).holds("张三保密"))
        try host.revoke("050")
        try district.expectAgreement(titles: ["本站的", "自己的"])
    }

    @Test("that shows the host the copy first waits, and once admitted stands there everywhere")
    func admitted() throws {
        let district = try CopiedInvitation()
        let (network, host, otherOffice) = (district.network, district.host, district.otherOffice)
        try network.carry(host, to: otherOffice)
        try district.key.meet(otherOffice, as: "as 050")
        #expect(try district.key.standing(at: otherOffice)?.hasSuffix("050 waiting") == true)
        for face in ["as 051", "as 050"] { try district.key.meet(host, as: face) }
        let waiting = try #require(try host.members().first { $0.key == district.key.key })
        #expect(waiting.standing == "waiting")
        #expect(try host.issueTitles().isEmpty)
        try host.admit(waiting.replica)
        try network.carry(host, to: otherOffice)
        for device in [host, otherOffice] {
            #expect(try district.key.standing(at: device) == "051b 051 enrolled")
        }
        try district.expectAgreement(titles: ["冒充的"])
    }

    @Test("makes no successor for the copy")
    func successor() throws {
        let district = try CopiedInvitation()
        let (network, host) = (district.network, district.host)
        try district.key.meet(host, as: "as 050")
        try district.key.face("as 051").backup(to: network.path("051.backup"), passphrase: nil)
        let heir = try Device.restore(
            network.options("heir", notes: "notes of heir"), file: network.path("051.backup"), passphrase: nil)
        try heir.addIssue([("title", "继任的")])
        try host.take(try network.bundleForHost(from: heir))
        let key = try #require(try heir.members().first(where: \.isThisDevice)).key
        #expect(try host.members().first { $0.key == key }?.standing == "waiting")
        #expect(try host.issueTitles() == ["自己的"])
    }

    @Test("whose changes an older program let count, ends where the host enrolled it all the same")
    func olderProgram() throws {
        let district = try CopiedInvitation()
        let (network, host, office) = (district.network, district.host, district.office)
        try district.key.meet(office, as: "as 051")
        try district.key.meet(host, as: "as 050")
        try StoreFile(network.path("T02")).execute(
            "UPDATE replica SET standing = 'enrolled' WHERE standing = 'waiting'")
        try district.key.face("as 051").addIssue([("title", "再次冒充")])
        try district.key.meet(office, as: "as 051")
        #expect(try office.issueTitles() == ["再次冒充", "冒充的"])
        try network.carry(host, to: office)
        try district.station.addIssue([("title", "本站的")])
        try district.expectAgreement(titles: ["本站的", "自己的"])
    }

    @Test("counts at both places, where two devices of the host that had not met enrolled it at one each")
    func enrolledTwice() throws {
        let network = try TestNetwork()
        let host = network.host
        let stations = try ["050", "051"].map { try network.station($0) }
        let invitations = try ["050", "051"].map { try host.inviteMember(place: $0).document }
        try host.backup(to: network.path("host.backup"), passphrase: nil)
        let restored = try Device.restore(
            network.options("host2"), file: network.path("host.backup"), passphrase: nil)
        let key = try TwoFacedDevice(network, ["as 050": invitations[0], "as 051": invitations[1]])
        for (index, (enroller, home)) in [(host, "as 050"), (restored, "as 051")].enumerated() {
            let number = try key.face(home).addIssue([("title", "两边的")])
            try key.meet(enroller, as: home)
            try network.carry(enroller, to: stations[index])
            // And builds on it.
            try stations[index].edit(number, "note", "看过")
        }
        for _ in 0..<3 {
            for station in stations {
                try network.carry(restored, to: station)
                try network.carry(station, to: restored)
            }
        }
        for device in stations + [restored] {
            try expectSame(restored, device)
            #expect(try device.status().stopped.isEmpty)
            #expect(try device.status().waitingChanges == 0)
            try expectSound(device)
        }
        #expect(try restored.issueTitles() == ["两边的", "两边的"])
    }
}
