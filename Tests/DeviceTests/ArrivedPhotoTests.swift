import Device
import FieldRecords
import Testing

@Suite("A photo on its way to the district")
struct ArrivedPhotoTests {
    /// A station's record with a photo of which the host has the record alone.
    private static func photoOnTheWay(_ network: TestNetwork, _ station: Device) throws {
        let file = try network.write([0xFF, 0xD8, 0xFF] + [UInt8](repeating: 7, count: 20_000), "jpg")
        _ = try station.addRecord(
            form: "issue", typed: [("kind", "other")], files: [("photo", file)], place: nil, by: nil)
        let bundle = try network.bundleForHost(from: station)
        try network.host.take(bundle)
        let host = StoreFile(network.path("host"))
        try host.execute("UPDATE blob SET content = NULL")
        #expect(try network.host.status().photosMissing == 1)
    }

    @Test("waits where the host lacks it, though a laptop of the district that never heard of it does not miss it")
    func photo() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        _ = try network.station("041")
        let laptop = try network.member(of: nil, home: "laptop")
        try network.carry(network.host, to: station)
        try network.carry(laptop, to: station)
        try Self.photoOnTheWay(network, station)
        try network.carry(network.host, to: station)
        let status = try station.status()
        #expect(status.waitingChanges == 0 && status.waitingPhotos == 1)
        #expect(status.district?.isAll == false)
        #expect(try !network.joins("037", try network.host.move("037", to: "041")))
        try network.host.take(try network.bundleForHost(from: station))
        #expect(try network.joins("037", try network.host.move("037", to: "041")))
        #expect(try network.host.status().photosHeld == 1)
    }

    @Test("has arrived once one of the district's devices has it and the change that names it, whatever others lack")
    func photoAtOne() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let laptop = try network.member(of: nil, home: "laptop")
        try network.carry(network.host, to: station)
        try network.carry(laptop, to: station)
        try Self.photoOnTheWay(network, station)
        try network.carry(network.host, to: station)
        try laptop.take(try network.bundle(from: station, to: laptop))
        try network.carry(laptop, to: station)
        #expect(try laptop.status().photosHeld == 1 && station.status().waitingPhotos == 0)
        #expect(try station.status().district?.isAll == true)
    }

    @Test("of a retired device is kept, though what names it does not count yet; nobody seeks one of a revoked")
    func photoOfUncounted() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try network.host.retire("037")
        func add(_ byte: UInt8) throws {
            let file = try network.write([0xFF, 0xD8, 0xFF, byte], "jpg")
            _ = try station.addRecord(
                form: "issue", typed: [("kind", "other")], files: [("photo", file)], place: nil, by: nil)
        }
        try add(1)
        try network.host.take(try network.bundleForHost(from: station))
        #expect(try network.host.status().photosHeld == 1)
        #expect(try network.host.status().uncounted.map(\.changes) == [1])
        try add(2)
        let file = StoreFile(network.path("037"))
        try file.execute("UPDATE blob SET content = NULL")
        try network.host.take(try network.bundleForHost(from: station))
        #expect(try network.host.status().photosMissing == 1)
        try network.host.revoke("037")
        #expect(try network.host.status().photosMissing == 0)
        try add(3)
        try network.host.take(try network.bundleForHost(from: station))
        let status = try network.host.status()
        #expect(status.photosHeld == 1 && status.photosMissing == 0)
        try expectSound(network.host)
    }
}
