import Device
import FieldRecords
import Foundation
import Testing

@Suite("The root key's backup")
struct RootKeyTests {
    @Test("lets a host that died and was restored invite on, and its stations take all of it", arguments: [nil, "口令"])
    func hostDies(passphrase: String?) throws {
        let network = try TestNetwork()
        let old = try network.station("037")
        try old.addIssue([("title", "主机坏了以前")])
        try network.exchange(old, network.host)
        let (device, key) = (network.path("host.backup"), network.path("root.key"))
        try network.host.backup(to: device, passphrase: passphrase)
        try network.host.backupRootKey(to: key, passphrase: passphrase)
        network.clock.advance(days: 1)
        let host = try Device.restore(
            network.options("host2"), file: device, rootKey: key, passphrase: passphrase)
        #expect(try !host.lacksRootKey())
        let invitation = try host.inviteStation(name: "新站", town: "T01", code: "038", host: nil)
        let new = try Device.join(network.options("038"), invitation: invitation.document, by: "李明")
        try new.addIssue([("title", "新站的")])
        for station in [new, old, new, old] {
            try host.take(try network.bundleForHost(from: station))
            try network.carry(host, to: station)
        }
        #expect(try host.numbers().count == 2)
        #expect(try new.status().standing == "enrolled")
        for station in [old, new] { try expectSame(host, station) }
        try expectSound(host, old, new)
        #expect(try old.status().stopped.isEmpty && old.status().missing.isEmpty)
    }

    @Test("may be given later, and again; until then the restored host says what it needs")
    func givenLater() throws {
        let network = try TestNetwork()
        let (device, key) = (network.path("host.backup"), network.path("root.key"))
        try network.host.backup(to: device, passphrase: "主机的")
        try network.host.backupRootKey(to: key, passphrase: "钥匙的")
        let error = #expect(throws: DeviceError.self) {
            _ = try Device.restore(network.options("x"), file: device, rootKey: key, passphrase: "主机的")
        }
        #expect(error?.advice.en.contains("restore the host first") == true)
        #expect(!FileManager.default.fileExists(atPath: network.path("x")))
        let host = try Device.restore(network.options("host2"), file: device, passphrase: "主机的")
        #expect(try host.lacksRootKey())
        let lacking = #expect(throws: DeviceError.self) { _ = try host.inviteMember(place: nil) }
        #expect(lacking?.advice.en.contains("yilu restore --root-key") == true)
        for _ in 0..<2 { try host.takeRootKey(from: key, passphrase: "钥匙的") }
        _ = try host.inviteMember(place: nil)
        // And it can be backed up from there.
        try host.backupRootKey(to: network.path("again.key"), passphrase: nil)
        try network.host.backupRootKey(to: network.path("first.key"), passphrase: nil)
        #expect(try network.path("again.key").bytes() == network.path("first.key").bytes())
    }

    @Test("is refused by the device of a station, and by another network, and nothing is left of such a restore")
    func wrongPlaces() throws {
        let (network, other) = (try TestNetwork(), try TestNetwork())
        let station = try network.station("037")
        let (key, foreign) = (network.path("root.key"), network.path("foreign.key"))
        try network.host.backupRootKey(to: key, passphrase: nil)
        try other.host.backupRootKey(to: foreign, passphrase: nil)
        expectFailure(.notPermitted) { try station.takeRootKey(from: key, passphrase: nil) }
        expectFailure(.notPermitted) { try network.host.takeRootKey(from: foreign, passphrase: nil) }
        let file = network.path("x.backup")
        for (device, root) in [(station, key), (network.host, foreign)] {
            try device.backup(to: file, passphrase: nil)
            expectFailure(.notPermitted) {
                _ = try Device.restore(network.options("x"), file: file, rootKey: root, passphrase: nil)
            }
            #expect(!FileManager.default.fileExists(atPath: network.path("x")))
        }
        expectFailure(.notPermitted) { try station.backupRootKey(to: network.path("none"), passphrase: nil) }
        _ = try network.host.inviteMember(place: nil)
    }

    @Test("is refused by the file's name where it is cut, or is something else")
    func wrongFiles() throws {
        let network = try TestNetwork()
        let key = network.path("root.key")
        try network.host.backupRootKey(to: key, passphrase: nil)
        let open = try key.bytes()
        try network.host.backupRootKey(to: key, passphrase: "口令")
        let sealed = try key.bytes()
        try network.host.backup(to: network.path("host.backup"), passphrase: nil)
        let files: [(file: String, words: String)] = [
            (try network.write(Array(open.prefix(10)), "key"), "不完整"),
            (try network.write(Array(open.dropLast(40)), "key"), "不完整"),
            (try network.write(Array(sealed.prefix(40)), "key"), "不完整"),
            (try network.write(Array(sealed.dropLast(1)), "key"), "损坏"),
            (try network.write(Array("我的日记".utf8), "key"), "不是根密钥的备份"),
            (network.path("host.backup"), "不是根密钥的备份"),
        ]
        for (file, words) in files {
            let error = #expect(throws: DeviceError.self) {
                try network.host.takeRootKey(from: file, passphrase: "口令")
            }
            #expect(error?.kind == .badData)
            #expect(error?.what.zh.contains(words) == true, "\(error?.what.zh ?? "")")
            #expect(error?.what.zh.contains(file) == true)
        }
    }
}
