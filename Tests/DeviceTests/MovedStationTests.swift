import Device
import FieldRecords
import Reports
import Store
import Testing

@Suite("A station that was moved to another town")
struct MovedStationTests {
    @Test("keeps what its former town wrote before it heard, and goes on counting", arguments: [false, true])
    func story(officeHearsFirst: Bool) throws {
        let district = try MovedDistrict()
        let (network, host, station, office) = (
            district.network, district.host, district.station, district.offices[0]
        )
        try network.carry(office, to: station)
        _ = try host.moveStation(code: "001", town: "T02")
        // What the station writes from now on has seen the office's edit.
        let later = try station.addIssue()
        try station.edit(district.number, "title", "门锁换了")
        if officeHearsFirst {
            try network.carry(host, to: office)
            #expect(try office.status().district?.recordsChanged == 1)
            expectFailure(.notPermitted) { try office.edit(district.number, "note", "还想再改") }
        }
        let summary = try host.take(try network.bundleForHost(from: office))
        #expect(summary.problems.isEmpty)
        #expect(try host.text(district.number, "note") == "镇里核实过")
        try district.exchange()
        try district.expectAgreement()
        for device in [host, station, district.offices[1]] {
            #expect(try device.numbers().sorted() == [district.number, later])
            #expect(try device.text(district.number, "title") == "门锁换了")
        }
        let word = try #require(try station.status().district)
        #expect(word.isAll && word.upTo == later)
        // The former town keeps what it held, gets nothing new, and has nothing left to say.
        #expect(try office.numbers() == [district.number])
        #expect(try office.text(district.number, "title") == "门锁坏了")
        #expect(try office.exportBundle(to: "host", out: network.freshPath("yilu")).map(\.changes) == [0])
        // What it keeps counts where the station is now: town and district say one figure of one place.
        func raised(_ device: Device, _ place: String?) throws -> Double? {
            let always = (from: CivilDate("2000-01-01"), to: CivilDate("2100-01-01"))
            let scope = ReportRequest(from: always.from, to: always.to, place: place)
            return try device.report(scope, withRecords: false).result(.issuesRaised)?.value
        }
        for place in [nil, "T01"] { #expect(try raised(office, place) == 0) }
        #expect(try raised(host, "T01") == 0)
        #expect(try raised(host, nil) == 2)
        for device in [host, district.offices[1]] { #expect(try raised(device, "T02") == 2) }
        // So do its feed and the list of what is open.
        for (device, count) in [(office, 0), (host, 2), (district.offices[1], 2)] {
            #expect(try device.feedCount(RowQuery(form: "issue")) == count)
            #expect(try device.openIssues(ReportRequest(), limit: 9).count == count)
        }
    }

    enum Order: CaseIterable { case noticesFirst, changesFirst, together }

    @Test("is the same for whoever hears of it in another order", arguments: Order.allCases)
    func order(_ order: Order) throws {
        let district = try MovedDistrict()
        let (network, host, second) = (district.network, district.host, district.second)
        let file = try network.bundle(from: district.offices[0], to: second)
        let forHost = try network.bundleForHost(from: district.offices[0])
        _ = try host.moveStation(code: "001", town: "T02")
        try network.carry(host, to: district.offices[1])
        try district.offices[1].edit(district.number, "title", "新的镇改过")
        try network.carry(district.offices[1], to: host)
        switch order {
        case .noticesFirst:
            try network.carry(host, to: second)
            #expect(try second.take(file).changes.refused == 0)
        case .changesFirst:
            #expect(try second.take(file).changes.refused == 0)
            try network.carry(host, to: second)
        case .together:
            try host.take(forHost)
            #expect(try network.carry(host, to: second).changes.refused == 0)
        }
        #expect(try second.text(district.number, "note") == "镇里核实过")
        #expect(try second.text(district.number, "title") == "新的镇改过")
        #expect(try host.take(forHost).changes.refused == 0)
        try district.exchange()
        try district.expectAgreement()
    }

    @Test("has what only its former town held of it handed on")
    func handedOn() throws {
        let district = try MovedDistrict()
        let office = district.offices[0]
        let lost = try district.station.addIssue([("title", "只在镇里")])
        try district.network.carry(district.station, to: office)
        _ = try district.host.moveStation(code: "001", town: "T02")
        try district.network.carry(district.host, to: office)
        try district.network.carry(office, to: district.host)
        #expect(try district.host.text(lost, "title") == "只在镇里")
        try district.exchange()
        try district.expectAgreement()
    }
}
