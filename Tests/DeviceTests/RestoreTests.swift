import Device
import FieldRecords
import Foundation
import Testing

@Suite("A device restored from a backup")
struct RestoreTests {
    @Test("goes on under a new name, and no record of either branch is lost", arguments: [nil, "口令"])
    func bothBranches(passphrase: String?) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue([("title", "备份之前"), ("raised_by", "陈先生")])
        let file = network.path("yesterday.backup")
        try station.backup(to: file, passphrase: passphrase)
        try station.addIssue([("title", "备份之后，已送到")])
        try network.exchange(station, network.host)
        try station.addIssue([("title", "备份之后，还没送")])
        // Today's device is thought lost.
        network.clock.advance(days: 1)
        if passphrase != nil {
            expectFailure(.notPermitted) { _ = try Device.restore(network.options("x"), file: file, passphrase: nil) }
            expectFailure(.notPermitted) { _ = try Device.restore(network.options("y"), file: file, passphrase: "错") }
        }
        let restored = try Device.restore(network.options("restored"), file: file, passphrase: passphrase)
        #expect(try restored.status().replica.hasPrefix("037~"))
        #expect(try restored.numbers() == ["037-1"])
        let fresh = try restored.addIssue([("title", "恢复之后")])
        #expect(fresh != "037-2")
        try restored.edit("037-1", "note", "恢复后改的")
        try network.host.take(try network.bundleForHost(from: restored))
        // And then it turns up again.
        try station.edit("037-1", "note", "旧设备改的")
        try network.exchange(station, network.host)
        try network.carry(network.host, to: restored)
        try network.exchange(station, network.host)
        try network.exchange(restored, network.host)
        let titles = ["备份之前", "备份之后，已送到", "备份之后，还没送", "恢复之后"]
        for device in [network.host, station, restored] {
            let numbers = try device.numbers()
            #expect(Set(numbers).count == 4)
            #expect(Set(try numbers.map { try device.text($0, "title") ?? "" }) == Set(titles))
            #expect(try device.allConflicts().map(\.field) == ["note"], "two branches edited one field apart")
            #expect(try device.status().forks.isEmpty)
        }
        #expect(Set(try station.numbers()) == Set(try network.host.numbers()))
        #expect(Set(try restored.numbers()) == Set(try network.host.numbers()))
        try expectSame(network.host, station)
        try expectSame(network.host, restored)
        try expectSound(network.host, station, restored)
        #expect(try network.host.members().filter { $0.place == "037" }.count == 2)
    }

    @Test("twice from one backup is two devices, and nothing is lost")
    func restoredTwice() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let file = network.path("yesterday.backup")
        try station.backup(to: file, passphrase: nil)
        let copies = try ["one", "two"].map { try Device.restore(network.options($0), file: file, passphrase: nil) }
        for (index, copy) in copies.enumerated() {
            try copy.addIssue([("title", "副本 \(index)")])
            try network.host.take(try network.bundleForHost(from: copy))
        }
        for label in try network.host.members().filter({ $0.standing == "waiting" }).map(\.replica) {
            try network.host.admit(label)
        }
        for copy in copies { try network.carry(network.host, to: copy) }
        #expect(try network.host.numbers().count == 3)
        for copy in copies { try expectSame(network.host, copy) }
        try expectSame(copies[0], copies[1])
        #expect(Set(try copies[0].numbers()) == Set(try network.host.numbers()))
    }

    @Test("can be the host itself, which its stations go on with")
    func host() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        try network.exchange(station, network.host)
        try network.host.backup(to: network.path("host.backup"), passphrase: "口令")
        try station.addIssue([("title", "主机备份之后")])
        try network.exchange(station, network.host)
        let restored = try Device.restore(
            network.options("host2"), file: network.path("host.backup"), passphrase: "口令")
        // The stations learn of the new host from a bundle, and offer again what it lacks.
        try network.carry(restored, to: station)
        try network.carry(station, to: restored)
        #expect(try restored.numbers().count == 2)
        try expectSame(restored, station)
        try expectSound(restored, station)
        #expect(try restored.status().missing.isEmpty)
    }

    @Test("needs a whole backup in an empty folder")
    func badBackups() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let file = network.path("x.backup")
        try station.backup(to: file, passphrase: nil)
        expectFailure(.cannotCreate) { _ = try Device.restore(network.options("037"), file: file, passphrase: nil) }
        expectFailure(.noInput) {
            _ = try Device.restore(network.options("new"), file: network.path("nowhere"), passphrase: nil)
        }
        let bytes = try file.bytes()
        for count in [0, 15, 16, 99, 100, 4096, bytes.count / 2] {
            let cut = try network.write(Array(bytes.prefix(count)), "backup")
            expectFailure(.badData) { _ = try Device.restore(network.options("new"), file: cut, passphrase: nil) }
        }
        try station.backup(to: file, passphrase: "口令")
        let sealed = try file.bytes()
        for count in [8, 20, 60, sealed.count / 2, sealed.count - 1] {
            let cut = try network.write(Array(sealed.prefix(count)), "backup")
            expectFailure(.badData) { _ = try Device.restore(network.options("new"), file: cut, passphrase: "口令") }
        }
        // A running device's own file is no backup.
        let raw = StoreFile(network.path("037"))
        try raw.checkpoint()
        expectFailure(.badData) { _ = try Device.restore(network.options("new"), file: raw.path, passphrase: nil) }
        #expect(try Device.restore(network.options("new"), file: file, passphrase: "口令").numbers() == ["037-1"])
    }

    @Test("carries no key of the device it came from")
    func noIdentity() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let file = network.path("x.backup")
        try station.backup(to: file, passphrase: nil)
        let secrets = try StoreFile(network.path("037")).texts("SELECT hex(value) FROM secret WHERE name = 'keys'")
        let backup = try file.bytes()
        #expect(secrets.count == 1)
        // The key for signing comes first; the one for decrypting goes along, as it must.
        let signing = Array(Hexadecimal.bytes(secrets[0].lowercased())?.prefix(32) ?? [])
        #expect(signing.count == 32)
        #expect(Data(backup).range(of: Data(signing)) == nil)
    }
}
