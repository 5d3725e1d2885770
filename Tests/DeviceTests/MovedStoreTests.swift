import Device
import FieldRecords
import Foundation
import Testing

@Suite("A home whose store was moved away")
struct MovedStoreTests {
    /// A home as a killed program left it: the latest save is in the file beside the store alone.
    private static func killed(_ network: TestNetwork) throws -> (options: DeviceOptions, backup: String) {
        let station = try network.station("037")
        try station.addIssue([("title", "备份之前")])
        let backup = network.path("yesterday.backup")
        try station.backup(to: backup, passphrase: nil)
        try StoreFile(network.path("037")).checkpoint()
        try station.addIssue([("title", "最后一次保存")])
        try withExtendedLifetime(station) { try network.copyHome("037", to: "killed") }
        return (network.options("killed"), backup)
    }

    private static func remains(in home: String) throws -> [String: [UInt8]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: home).filter { $0.hasPrefix("yilu.sqlite") }
        return Dictionary(uniqueKeysWithValues: try names.map { ($0, try "\(home)/\($0)".bytes()) })
    }

    @Test("takes no new one beside what is left of it, and what is left stays as it was")
    func remains() throws {
        let network = try TestNetwork()
        let (options, backup) = try Self.killed(network)
        let invitation = try network.host.inviteMember(place: nil)
        let aside = network.path("aside")
        try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: options.home + "/yilu.sqlite", toPath: aside + "/yilu.sqlite")
        let left = try Self.remains(in: options.home)
        #expect(left["yilu.sqlite-wal"]?.isEmpty == false)
        let ways: [() throws -> Device] = [
            { try Device.restore(options, file: backup, passphrase: nil) },
            { try Device.join(options, invitation: invitation.document, by: nil) },
            { try Device.createDistrict(options, name: "昌平区", isOpen: false, towns: []) },
        ]
        for way in ways {
            let error = #expect(throws: DeviceError.self) { _ = try way() }
            #expect(error?.kind == .cannotCreate && error?.advice.en.contains("together") == true)
            #expect(try Self.remains(in: options.home) == left)
        }
        // Moved away together, they are the device that it was, and the home is free.
        for name in left.keys {
            try FileManager.default.moveItem(atPath: "\(options.home)/\(name)", toPath: "\(aside)/\(name)")
        }
        let restored = try Device.restore(options, file: backup, passphrase: nil)
        #expect(try restored.numbers() == ["037-1"])
        try expectSound(restored)
        let former = try Device.open(network.options("aside"))
        #expect(try former.text("037-2", "title") == "最后一次保存")
        try expectSound(former)
    }

    @Test("each kind of what is left is seen", arguments: ["-wal", "-shm", "-journal"])
    func kinds(suffix: String) throws {
        let network = try TestNetwork()
        let options = network.options("new")
        try FileManager.default.createDirectory(atPath: options.home, withIntermediateDirectories: true)
        let file = options.home + "/yilu.sqlite" + suffix
        try file.write([1, 2, 3])
        expectFailure(.cannotCreate) {
            _ = try Device.createDistrict(options, name: "昌平区", isOpen: false, towns: [])
        }
        #expect(try file.bytes() == [1, 2, 3])
        #expect(!FileManager.default.fileExists(atPath: options.home + "/yilu.sqlite"))
    }
}
