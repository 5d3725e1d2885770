import Device
import FieldRecords
import Reports
import Store
import Testing

@Suite("coverage")
struct CoverageTests {
    @Test("a station is silent once its last word is more than two weeks old, and its neighbour is not")
    func silence() throws {
        let network = try TestNetwork()
        let quiet = try network.station("037")
        let loud = try network.station("038")
        _ = try network.joinStation("039")
        try quiet.addIssue()
        try network.exchange(quiet, network.host)
        network.clock.advance(days: 14)
        try loud.addIssue()
        try network.exchange(loud, network.host)
        let before = try network.host.coverage(ReportRequest(), showPersonal: false)
        #expect(before.known == 3 && before.heard == 2)
        #expect(before.silent.map(\.code) == ["039"] && before.silent[0].since == nil)
        network.clock.advance(days: 9)
        try loud.addIssue()
        try network.exchange(loud, network.host)
        let after = try network.host.coverage(ReportRequest(), showPersonal: false)
        #expect(after.heard == 1)
        #expect(after.silent.map(\.code) == ["039", "037"], "never heard from comes before long ago")
        #expect(after.silent[1].since?.description == "2023-11-08" && after.silent[1].daysSilent == 23)
        // As of an earlier day both were heard from.
        let then = try network.host.coverage(ReportRequest(to: CivilDate("2023-11-20")), showPersonal: false)
        #expect(then.silent.map(\.code) == ["039"])
    }

    @Test("a device above that writes in a station's stead is word of it, and one that edits there is none")
    func inTheirStead() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try network.station("038")
        let number = try station.addIssue()
        try network.exchange(station, network.host)
        network.clock.advance(days: 20)
        try network.host.edit(number, "title", "改过")
        try network.host.addIssue(place: "038")
        let coverage = try network.host.coverage(ReportRequest(), showPersonal: false)
        #expect(coverage.silent.map(\.code) == ["037"])
    }

    @Test("what a receipt tells of and is not here is missing, by log and range")
    func missing() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        for _ in 0..<3 { try station.addIssue() }
        try network.exchange(station, network.host)
        #expect(try network.host.coverage(ReportRequest(), showPersonal: false).incomplete.isEmpty)
        try StoreFile(network.path("host")).execute(
            """
            UPDATE receipt SET sequence = sequence + 4 WHERE sequence = 3
                AND replica = (SELECT id FROM replica WHERE label = '037')
            """)
        let coverage = try network.host.coverage(ReportRequest(), showPersonal: false)
        let word = try #require(coverage.incomplete.first?.word)
        #expect(word.missing.map { "\($0.log) \($0.from) \($0.through)" } == ["037 4 7"])
        let receipt = try #require(word.missing.first?.receipt)
        #expect(receipt.replica == "037" && receipt.way == nil)
        try StoreFile(network.path("host")).execute(
            """
            INSERT INTO exchange (time, direction, peer, bundle, summary)
            SELECT 0, 'in', '037', NULL, json_object('way', 'stick', 'receipt', max(number)) FROM receipt
            WHERE replica = (SELECT id FROM replica WHERE label = '037')
            """)
        let station037 = try #require(try network.host.coverage(ReportRequest(), showPersonal: false).incomplete.first)
        let told = try #require(station037.word.missing.first?.receipt)
        #expect(told.way == "stick" && station037.day(told) == station037.since)
    }

    @Test("a wrong clock does not make a station silent, once it is known to be wrong")
    func wrongClock() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        try network.exchange(station, network.host)
        network.clock.advance(days: 60)
        #expect(try network.host.coverage(ReportRequest(), showPersonal: false).heard == 0)
        try StoreFile(network.path("host")).execute(
            "UPDATE replica SET clock_offset = -5184000000 WHERE label = '037'")
        let coverage = try network.host.coverage(ReportRequest(), showPersonal: false)
        #expect(coverage.heard == 1)
        #expect(coverage.clockOffsets.map(\.milliseconds) == [-5_184_000_000])
    }

    @Test("whom to call is masked, unless asked for")
    func contacts() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try station.addRecord(
            form: "station", typed: [("name", "驿站"), ("lead", "王芳"), ("phone", "13800000000")], files: [], place: nil,
            by: nil)
        try network.exchange(station, network.host)
        network.clock.advance(days: 30)
        let masked = try network.host.coverage(ReportRequest(), showPersonal: false)
        #expect(masked.silent.first?.contact?.phone == "•••")
        let shown = try network.host.coverage(ReportRequest(), showPersonal: true)
        #expect(shown.silent.first?.contact?.phone == "13800000000" && shown.silent.first?.contact?.lead == "王芳")
    }

    @Test("a closed station is no longer counted")
    func closed() throws {
        let network = try TestNetwork()
        _ = try network.station("037")
        _ = try network.joinStation("038")
        _ = try network.host.closeStation(code: "038")
        let coverage = try network.host.coverage(ReportRequest(), showPersonal: false)
        #expect(coverage.known == 1 && coverage.heard == 1)
    }
}
