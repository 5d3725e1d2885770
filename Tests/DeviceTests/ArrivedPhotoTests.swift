import Device
import FieldRecords
import Testing

@Suite("A photo on its way to the district")
struct ArrivedPhotoTests {
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
