import Bundles
import Causality
import Device
import FieldRecords
import Foundation
import Membership
import Testing

@testable import DeviceTests

@Suite("Photos that are nowhere")
struct MadeUpPhotoTests {
    /// Named by one device, as many as a receipt lists: its bundle for the host.
    private func flood(_ network: TestNetwork, of home: String, code: String) throws -> String {
        let thief = try DishonestStation(network.path(home))
        let node = try #require(
            try StoreFile(network.path(home)).texts("SELECT id FROM node WHERE code = '\(code)'").first)
        let place = PlaceID(node: try #require(UInt64(node, radix: 16)))
        let log = LogID(replica: thief.keys.replica, place: place)
        let record = RecordID(replica: log.replica, number: 1)
        var (chain, frames) = (ChainHash.start(network: thief.network, log: log), [[UInt8]]())
        for first in stride(from: 0, to: Receipt.missingMax, by: 1_000) {
            let changes = (first..<min(first + 1_000, Receipt.missingMax)).map { index in
                let digest = [0, 0] + DishonestStation.integer(UInt32(index)) + [UInt8](repeating: 7, count: 26)
                let photo = FileReference(digest: digest, bytes: 1_000, mediaType: "image/jpeg")
                return Change(
                    time: HybridTime(milliseconds: 1_699_407_000_000), author: "",
                    context: SeenContext(own: UInt64(index)),
                    action: .edit(record, Change.Writing(patch: Patch(["photo": .file(photo)]))))
            }
            let signed = try Chunk.signed(
                first: UInt64(first) + 1, previous: chain, changes: changes, log: log, network: thief.network,
                keys: thief.keys)
            chain = signed.final
            var content: [UInt8] = []
            if first == 0 { BundleSection.identities([thief.identity]).append(to: &content) }
            BundleSection.chunk(signed.chunk).append(to: &content)
            frames.append(try Frame.packed(content))
        }
        let range = LogRange(log: log, from: 1, through: UInt64(Receipt.missingMax))
        return try network.write(try thief.bundle(frames: frames, ranges: [range]), "yilu")
    }

    private func add(_ number: Int, at device: Device, _ network: TestNetwork) throws {
        let file = try network.write([0xFF, 0xD8, 0xFF, UInt8(number)], "jpg")
        _ = try device.addRecord(
            form: "issue", typed: [("kind", "other")], files: [("photo", file)], place: nil, by: nil)
    }

    @Test(
        "however many one device names, no other is told that the district has a photo which it lacks",
        .enabled(if: isLongTrial, "it names 16,384 of them"))
    func flooded() throws {
        let network = try TestNetwork()
        let host = network.host
        let thief = try network.station("038")
        let (beside, apart) = (try network.member(of: "038", home: "038b"), try network.station("037"))
        for (number, device) in [beside, apart].enumerated() {
            try add(number, at: device, network)
            try network.carry(device, to: host)
        }
        // The bundles were cut off among their photos.
        try StoreFile(network.path("host")).execute("UPDATE blob SET content = NULL")
        try host.take(try flood(network, of: "038", code: "038"))
        #expect(try host.status().photosMissing == Receipt.missingMax + 2)
        let stick = network.path("stick")
        try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
        func bring(_ stick: String, to device: Device) throws -> StickVisit {
            try device.visitStick(stick, isRehearsal: false, progress: { _ in })
        }
        _ = try bring(stick, to: host)
        for device in [beside, apart] {
            let visit = try bring(stick, to: device)
            #expect(visit.written.filter { $0.receivers == ["host"] }.map(\.photos) == [1])
            let status = try device.status()
            #expect(status.waitingPhotos == 1)
            #expect(status.district?.isAll == false && status.district?.recordsNew == 0)
        }
        _ = try bring(stick, to: host)
        #expect(try host.status().photosMissing == Receipt.missingMax)
        for device in [beside, apart] {
            _ = try bring(stick, to: device)
            #expect(try device.status().waitingPhotos == 0)
        }
        // The one that named them hears of what comes before the first of them alone.
        try network.carry(host, to: thief)
        try expectSame(host, apart)
    }
}
