import Device
import FieldRecords
import Testing

@Suite("The rule of places")
struct PlaceTests {
    /// Two towns, three stations, an office of the first town; every station with a record of its own, all exchanged.
    private struct District {
        let network: TestNetwork
        let stations: [String: Device]
        let office: Device
        let nodes: [String: String]

        init() throws {
            network = try TestNetwork()
            stations = [
                "037": try network.station("037", town: "T01"), "038": try network.station("038", town: "T01"),
                "041": try network.station("041", town: "T02"),
            ]
            office = try network.member(of: "T01", home: "office")
            for (code, station) in stations.sorted(by: { $0.key < $1.key }) {
                try station.addIssue([("title", "诉求 \(code)")])
                try network.exchange(station, network.host)
            }
            try network.host.addIssue([("title", "区里的诉求")])
            _ = try network.host.addRecord(
                form: "notice", typed: [("title", "今晚大风"), ("body", "请关好门窗")], files: [], place: nil, by: nil)
            for station in stations.values { try network.carry(network.host, to: station) }
            try network.carry(network.host, to: office)
            nodes = Dictionary(
                uniqueKeysWithValues: try (network.host.stations() + network.host.towns()).map { ($0.code, $0.id) })
        }

        func numbers(_ home: String) throws -> Set<String> { try StoreFile(network.path(home)).nodesWithRecords() }
    }

    @Test("a station's file holds no record but its own, and all notices of the district")
    func stationFile() throws {
        let district = try District()
        for (code, station) in district.stations {
            #expect(try district.numbers(code) == [district.nodes[code]!])
            #expect(try station.numbers(form: "issue").count == 1)
            #expect(try station.numbers(form: "notice").count == 1)
            #expect(try station.digests().count == 1)
            let file = StoreFile(district.network.path(code))
            try file.checkpoint()
            for other in district.stations.keys where other != code { #expect(try !file.holds("诉求 \(other)")) }
            #expect(try file.holds("诉求 \(code)"))
        }
    }

    @Test("a town office holds its stations and nothing of another town or of the district")
    func townOffice() throws {
        let district = try District()
        #expect(try district.numbers("office") == [district.nodes["037"]!, district.nodes["038"]!])
        #expect(try district.office.numbers(form: "issue").sorted() == ["037-1", "038-1"])
        try expectSame(district.network.host, district.office)
        // It writes below itself, and only there.
        let number = try district.office.addIssue(place: "038")
        expectFailure(.notPermitted) { try district.office.addIssue(place: "041") }
        expectFailure(.notPermitted) { try district.stations["037"]!.addIssue(place: "038") }
        try district.network.carry(district.office, to: district.network.host)
        try district.network.carry(district.office, to: district.stations["038"]!)
        #expect(try district.network.host.record(number: number, showPersonal: false).place == "038")
        try expectSame(district.network.host, district.stations["038"]!)
    }

    @Test("a bundle with another place's changes is refused at a station, though the host itself had sent it")
    func foreignPlace() throws {
        let district = try District()
        let network = district.network
        try network.copyHome("host", to: "evil")
        let evilFile = StoreFile(network.path("evil"))
        try evilFile.execute(
            "UPDATE replica SET node = (SELECT id FROM node WHERE parent IS NULL) WHERE label = '037'")
        let evil = try Device.open(network.options("evil", notes: "elsewhere"))
        let station = district.stations["037"]!
        let before = try station.digests()
        let summary = try network.carry(evil, to: station)
        #expect(summary.changes.refused >= 3)
        #expect(summary.problems.contains { $0.kind == .notPermitted })
        #expect(try district.numbers("037") == [district.nodes["037"]!])
        #expect(try station.digests() == before)
        try expectSound(station)
    }

    @Test("a device that writes where it may not is refused at the host")
    func foreignWriter() throws {
        let district = try District()
        let network = district.network
        try network.copyHome("037", to: "evil")
        let node = district.nodes["038"]!
        try StoreFile(network.path("evil")).execute("UPDATE replica SET node = '\(node)' WHERE label = '037'")
        let evil = try Device.open(network.options("evil", notes: "elsewhere"))
        try evil.addIssue([("title", "冒名")])
        #expect(try StoreFile(network.path("evil")).nodesWithRecords().contains(node))
        let before = try network.host.digests()
        let summary = try network.host.take(try network.bundleForHost(from: evil))
        #expect(summary.changes.refused == 1)
        #expect(summary.problems.map(\.kind) == [.notPermitted])
        #expect(try network.host.digests() == before)
        try expectSound(network.host)
    }

    @Test("in an open network all may see all")
    func openNetwork() throws {
        let network = try TestNetwork(isOpen: true)
        let one = try network.member(of: nil, home: "one")
        let other = try network.member(of: nil, home: "other")
        try network.carry(network.host, to: one)
        try one.addIssue()
        try network.host.addIssue()
        try other.addIssue()
        try network.exchange(one, other)
        try network.exchange(one, network.host)
        try network.exchange(other, network.host)
        #expect(try network.host.numbers().count == 3)
        try expectSame(network.host, one)
        try expectSame(network.host, other)
    }
}
