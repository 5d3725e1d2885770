import Device
import FieldRecords
import Foundation
import Membership
import Testing

@Suite("A backup with a passphrase")
struct BackupTests {
    @Test("is made from a copy in which every key is sealed already, so that none lies open in the home meanwhile")
    func keysInTheCopy() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let file = network.path("sealed.backup")
        try station.backup(to: file, passphrase: "备份")
        let copy = StoreFile(network.path("copy"))
        try FileManager.default.createDirectory(atPath: network.path("copy"), withIntermediateDirectories: true)
        try copy.path.write(try Self.opened(file, passphrase: "备份"))
        let restored = try Device.restore(network.options("restored"), file: file, passphrase: "备份")
        #expect(try restored.numbers() == ["037-1"])
        let keys = try StoreFile(network.path("restored")).secrets().filter { $0.name.hasPrefix("sealing:") }
        #expect(!keys.isEmpty)
        for (name, key) in keys { #expect(try !copy.folderHolds(key), "\(name) lies open in the copy") }
        let secrets = try copy.secrets()
        let lock = try #require(secrets.first { $0.name == "lock" })
        let key = try DeviceLock(encoded: lock.value).key(passphrase: Array("备份".utf8))
        let sealed = secrets.filter { $0.name != "lock" }
        #expect(Set(sealed.map(\.name)) == Set(keys.map(\.name) + ["successor"]))
        for (name, secret) in sealed { _ = try key.open(secret, name: name) }
    }

    @Test("that an earlier program made, with the keys open under its seal, is restored")
    func earlierProgram() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let open = network.path("open.backup")
        try station.backup(to: open, passphrase: nil)
        var rest = try open.bytes()[...]
        var sealed: [UInt8] = []
        try BackupSealing.seal(
            passphrase: Array("备份".utf8), salt: BackupSealing.freshSalt(),
            read: { countMax in
                defer { rest = rest.dropFirst(countMax) }
                return Array(rest.prefix(countMax))
            }, write: { sealed += $0 })
        let file = try network.write(sealed, "backup")
        let restored = try Device.restore(network.options("restored"), file: file, passphrase: "备份")
        #expect(try restored.addIssue() != "037-1")
        try network.exchange(restored, network.host)
        try expectSame(network.host, restored)
    }

    @Test("that was interrupted leaves its copy only until a device is opened there; that of one still going on stays")
    func leftCopy() throws {
        let network = try TestNetwork()
        _ = try network.station("037")
        // No process has so high a number.
        let (left, made) = (network.path("037/yilu.copying.99999999"), network.path("037/yilu.copying.\(getpid())"))
        for path in [left, left + "-journal", made] { try path.write([1]) }
        _ = try Device.open(network.options("037"))
        #expect(!FileManager.default.fileExists(atPath: left))
        #expect(!FileManager.default.fileExists(atPath: left + "-journal"))
        #expect(FileManager.default.fileExists(atPath: made))
    }

    private static func opened(_ file: String, passphrase: String) throws -> [UInt8] {
        var rest = try file.bytes()[...]
        var opened: [UInt8] = []
        try BackupSealing.open(
            passphrase: Array(passphrase.utf8),
            read: { countMax in
                defer { rest = rest.dropFirst(countMax) }
                return Array(rest.prefix(countMax))
            }, write: { opened += $0 })
        return opened
    }
}
