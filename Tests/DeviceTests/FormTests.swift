import Device
import FieldRecords
import Foundation
import Seeds
import Testing

@Suite("Forms and photos that travel")
struct FormTests {
    private static let leak = """
        survey
        ,type,name,label::中文 (zh),label::English (en),required,constraint,default
        ,date,date,日期,Date,yes,,today()
        ,text,room,房间,Room,yes,,
        ,integer,litres,升,Litres,,. > 0 and . < 1000,
        ,image,photo,照片,Photo,,,
        settings
        ,form_id,form_title::中文 (zh),form_title::English (en),version
        ,leak,漏水,Leak,VERSION
        """

    private static func csv(version: Int, extra: String = "") -> [UInt8] {
        Array(
            leak.replacingOccurrences(of: "VERSION", with: "\(version)")
                .replacingOccurrences(of: "settings\n", with: "\(extra)settings\n").utf8)
    }

    @Test("a form added at the host is there at every station, and its records are judged by it")
    func travels() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        expectFailure(.badData) { _ = try station.form(named: "leak") }
        expectFailure(.notPermitted) { _ = try station.addForm(csv: Self.csv(version: 1)) }
        #expect(try network.host.addForm(csv: Self.csv(version: 1)).name == "leak")
        try network.carry(network.host, to: station)
        #expect(try station.form(named: "leak").version == "1")
        #expect(try station.forms().contains { $0.name == "leak" })
        for typed in [
            [("litres", "5")], [("room", "厨房"), ("litres", "0")], [("room", "厨房"), ("litres", "多")],
            [
                ("room", "厨房"), ("colour", "red"),
            ],
        ] {
            expectFailure(.badData) {
                _ = try station.addRecord(
                    form: "leak", typed: typed, files: [], place: nil, by: nil)
            }
        }
        #expect(try station.status().records == 0)
        let saved = try station.addRecord(
            form: "leak", typed: [("room", "厨房"), ("litres", "5")], files: [], place: nil, by: nil)
        #expect(saved.number == "037-1", "a refused record takes no number")
        try network.carry(station, to: network.host)
        #expect(try network.host.text("037-1", "room") == "厨房")
        try expectSame(network.host, station)
    }

    @Test("a new version is used for new records; a record keeps the one it was filled in with")
    func newVersion() throws {
        let network = try TestNetwork()
        _ = try network.host.addForm(csv: Self.csv(version: 1))
        let station = try network.station("037")
        func add(_ typed: [(String, String)]) throws {
            _ = try station.addRecord(form: "leak", typed: typed, files: [], place: nil, by: nil)
        }
        try add([("room", "厨房")])
        let second = Self.csv(version: 2, extra: ",text,floor,楼层,Floor,,,\n")
        expectFailure(.badData) {
            _ = try network.host.addForm(csv: Self.csv(version: 1, extra: ",text,floor,楼层,Floor,,,\n"))
        }
        _ = try network.host.addForm(csv: second)
        _ = try network.host.addForm(csv: second)
        expectFailure(.badData) { try add([("room", "走廊"), ("floor", "3")]) }
        try network.exchange(station, network.host)
        try add([("room", "走廊"), ("floor", "3")])
        #expect(try station.record(number: "037-1", showPersonal: false).version == "1")
        #expect(try station.record(number: "037-2", showPersonal: false).version == "2")
        #expect(try station.edit("037-1", "room", "阳台"))
        try network.exchange(station, network.host)
        try expectSame(network.host, station)
        try expectSound(network.host, station)
    }

    @Test(
        "a form that is damaged or holds what is not supported is refused",
        arguments: [
            "", "survey\n", "survey\n,type,name\n,begin_repeat,a\n", "survey\n,type,name\n,text,a b\n",
            "survey\n,type,name\n,audio,sound\n,text,a\nsettings\n,form_id\n,x\n", "\u{0}\u{1}\u{2}",
        ])
    func refused(text: String) throws {
        let network = try TestNetwork()
        let changes = try network.host.status().changes
        expectFailure(.badData) { _ = try network.host.addForm(csv: Array(text.utf8)) }
        #expect(try network.host.status().changes == changes)
    }

    /// The first bytes of a PNG, then noise of the size asked for.
    private static func png(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed)
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    private static func addPhoto(_ station: Device, _ file: String) throws {
        _ = try station.addRecord(
            form: "issue", typed: [("kind", "other")], files: [("photo", file)], place: nil, by: nil)
    }

    @Test("photos travel after the records and are counted apart")
    func photos() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        for (index, count) in [100, 700_000, 1_300_000].enumerated() {
            try Self.addPhoto(station, try network.write(Self.png(count, seed: UInt64(index)), "png"))
        }
        let before = try station.status()
        #expect(before.photosHeld == 3)
        #expect(before.waitingPhotos == 3)
        #expect(before.waitingChanges == 3)
        let file = try network.bundleForHost(from: station)
        let bytes = try file.bytes()
        let cut = try network.host.take(try network.write(Array(bytes.prefix(bytes.count / 2)), "yilu"))
        #expect(cut.records.new == 3, "records come before photos")
        let status = try network.host.status()
        #expect(status.photosHeld + status.photosMissing == 3)
        #expect(status.photosMissing > 0)
        // The host says what it lacks, and the next bundle brings just that.
        try network.carry(network.host, to: station)
        #expect(try station.status().waitingPhotos == status.photosMissing)
        let rest = try station.exportBundle(to: "host", out: file)
        #expect(rest.map(\.photos) == [status.photosMissing])
        #expect(rest.map(\.changes) == [0])
        #expect(try network.host.take(file).photos == status.photosMissing)
        #expect(try network.host.status().photosMissing == 0)
        try network.carry(network.host, to: station)
        let after = try station.status()
        #expect(after.waitingPhotos == 0 && after.waitingChanges == 0)
        try expectSound(network.host, station)
    }

    @Test("a photo that is missing, a folder or in a field of text is refused, and nothing is saved")
    func badPhotos() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        expectFailure(.noInput) { try Self.addPhoto(station, network.path("nowhere.png")) }
        expectFailure(.noInput) { try Self.addPhoto(station, network.folder) }
        let photo = try network.write(Self.png(10, seed: 1), "png")
        expectFailure(.badData) {
            _ = try station.addRecord(
                form: "issue", typed: [("kind", "other")], files: [("note", photo)], place: nil, by: nil)
        }
        #expect(try station.status().records == 0)
        #expect(try station.status().photosHeld == 0)
    }
}
