import Device
import Testing

@Suite("The towns of a station that is moved")
struct MovedApartTests {
    @Test("all count, where two district devices moved it apart and it is moved again")
    func movedApart() throws {
        let district = try MovedDistrict()
        let (network, host) = (district.network, district.host)
        let other = try network.member(of: nil, home: "host2")
        try network.carry(host, to: other)
        _ = try host.moveStation(code: "001", town: "T02")
        _ = try other.moveStation(code: "001", town: "T03")
        for (mover, office, field) in [(host, district.offices[1], "title"), (other, district.offices[2], "detail")] {
            try network.carry(mover, to: office)
            try office.edit(district.number, field, "本镇写的")
        }
        try network.exchange(other, host)
        #expect(try network.carry(district.offices[2], to: host).changes.refused == 0)
        _ = try host.moveStation(code: "001", town: "T01")
        for device in [host, other] {
            #expect(try network.carry(district.offices[1], to: device).changes.refused == 0)
        }
        try district.exchange()
        try network.exchange(other, host)
        for device in [host, other, district.station, district.offices[0]] {
            #expect(try device.text(district.number, "title") == "本镇写的")
            #expect(try device.text(district.number, "detail") == "本镇写的")
            try expectSame(host, device)
        }
    }

    @Test("do not count any other town, whose changes are refused as before")
    func neverAbove() throws {
        let district = try MovedDistrict()
        let (network, host, foreign) = (district.network, district.host, district.offices[2])
        _ = try host.moveStation(code: "001", town: "T02")
        try StoreFile(network.path("T03")).execute(
            "UPDATE node SET parent = (SELECT id FROM node WHERE code = 'T03') WHERE code = '001'")
        try foreign.addIssue([("title", "不该有的")], place: "001")
        let before = try host.digests()
        let summary = try host.take(try network.bundleForHost(from: foreign))
        #expect(summary.changes.refused == 1)
        #expect(summary.problems.map(\.kind) == [.notPermitted])
        #expect(try host.digests() == before)
    }
}
