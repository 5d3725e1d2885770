import Device
import FieldRecords
import Foundation
import Testing

@Suite("A device with a passphrase")
struct LockTests {
    @Test("leaves no key in its file that opens without it, and goes on where it stood once it is unlocked")
    func keysAtRest() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let token = try station.pageToken()
        let before = try StoreFile(network.path("037")).secrets()
        #expect(before.count >= 2)
        let options = network.lockable("037", Keyring.memory())
        try Device.open(options).setPassphrase("九月 九日")
        for (name, secret) in before {
            #expect(try !StoreFile(network.path("037")).folderHolds(secret), "\(name) still lies in the file")
        }
        let error = #expect(throws: DeviceError.self) { _ = try Device.open(options).status() }
        #expect(error?.kind == .notPermitted)
        #expect(error?.advice.en.contains("yilu unlock") == true)
        expectFailure(.notPermitted) { try Device.open(options).addIssue() }
        expectFailure(.notPermitted) { _ = try Device.unlock(options) { "九月" } }
        expectFailure(.notPermitted) { _ = try Device.open(options).status() }
        #expect(try Device.unlock(options) { "九月 九日" })
        let unlocked = try Device.open(options)
        #expect(try unlocked.status().hasPassphrase)
        #expect(try unlocked.pageToken() == token)
        #expect(try unlocked.addIssue() == "037-2")
        try network.exchange(unlocked, network.host)
        try expectSame(network.host, unlocked)
        try expectSound(unlocked)
        #expect(try Device.lock(options))
        expectFailure(.notPermitted) { _ = try Device.open(options).status() }
    }

    @Test("takes the passphrase from where the environment says, and another's key is none")
    func passphraseAtHand() throws {
        let network = try TestNetwork()
        _ = try network.station("037")
        _ = try network.station("038")
        let keyring = Keyring.memory()
        let (one, other) = (network.lockable("037", keyring), network.lockable("038", keyring))
        try Device.open(one).setPassphrase("一")
        try Device.open(other).setPassphrase("二")
        #expect(try Device.unlock(one) { "一" })
        expectFailure(.notPermitted) { _ = try Device.open(other).status() }
        #expect(try Device.open(network.lockable("038", .none, passphrase: "二")).status().replica == "038")
        expectFailure(.notPermitted) {
            _ = try Device.open(network.lockable("038", .none, passphrase: "一")).status()
        }
    }

    @Test("changes its passphrase, after which the old one opens nothing, and takes it off again")
    func change() throws {
        let network = try TestNetwork()
        _ = try network.station("037")
        let options = network.lockable("037", Keyring.memory())
        #expect(try !Device.lock(options))
        #expect(try !Device.unlock(options) { "nobody asks" })
        try Device.open(options).setPassphrase("旧")
        expectFailure(.notPermitted) { try Device.open(options).setPassphrase("新") }
        #expect(try Device.unlock(options) { "旧" })
        try Device.open(options).setPassphrase("新")
        expectFailure(.notPermitted) { _ = try Device.open(options).status() }
        expectFailure(.notPermitted) { _ = try Device.unlock(options) { "旧" } }
        expectFailure(.notPermitted) { _ = try Device.removePassphrase(options) { "旧" } }
        #expect(try Device.removePassphrase(options) { "新" })
        #expect(try !Device.open(options).status().hasPassphrase)
        #expect(try Device.open(options).addIssue() == "037-1")
        expectFailure(.badData) { try Device.open(options).setPassphrase("") }
        #expect(try !Device.open(options).status().hasPassphrase)
    }

    @Test("seals its backups, and nothing in one opens without their own passphrase or needs the device's")
    func backup() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        // A copy of it takes up a new name, and keeps the key of the old one.
        try network.copyHome("037", to: "copy")
        let keyring = Keyring.memory()
        let options = network.lockable("copy", keyring)
        try station.addIssue()
        #expect(try Device.open(options).addIssue() != "037-2")
        try Device.open(options).setPassphrase("本机")
        #expect(try Device.unlock(options) { "本机" })
        let file = network.path("copy.backup")
        expectFailure(.usage) { try Device.open(options).backup(to: file, passphrase: nil) }
        #expect(!FileManager.default.fileExists(atPath: file))
        try Device.open(options).backup(to: file, passphrase: "备份")
        let restored = try Device.restore(network.lockable("restored", .none), file: file, passphrase: "备份")
        #expect(try !restored.status().hasPassphrase)
        #expect(try restored.numbers().count == 2)
        let former = try StoreFile(network.path("restored")).secrets().filter { $0.name.hasPrefix("sealing:") }
        #expect(former.count == 2, "of the first name, and of the copy's")
        try network.exchange(restored, network.host)
        try expectSound(restored)
    }

    @Test("the network's root key leaves a host with a passphrase under one only")
    func rootKey() throws {
        let network = try TestNetwork()
        let options = network.lockable("host", Keyring.memory())
        let root = try #require(try StoreFile(network.path("host")).secrets().first { $0.name == "root" })
        try Device.open(options).setPassphrase("主机")
        #expect(try !StoreFile(network.path("host")).folderHolds(root.value))
        expectFailure(.notPermitted) {
            _ = try Device.open(options).inviteStation(name: "新", town: "T01", code: "099", host: nil)
        }
        #expect(try Device.unlock(options) { "主机" })
        let host = try Device.open(options)
        expectFailure(.usage) { try host.backupRootKey(to: network.path("root"), passphrase: nil) }
        try host.backupRootKey(to: network.path("root"), passphrase: "根")
        _ = try host.inviteStation(name: "新", town: "T01", code: "099", host: nil)
    }

    @Test("copied with its lock on, it takes up a new name once it is unlocked, in whatever deed comes first")
    func copiedWhileLocked() throws {
        let network = try TestNetwork()
        _ = try network.station("037")
        let keyring = Keyring.memory()
        let options = network.lockable("037", keyring)
        try Device.open(options).setPassphrase("口令")
        try network.copyHome("037", to: "copy")
        #expect(try Device.unlock(options) { "口令" })
        try Device.open(options).addIssue()
        let copy = network.lockable("copy", .none, passphrase: "口令")
        #expect(try Device.removePassphrase(copy) { "口令" })
        #expect(try Device.open(copy).status().replica != "037")
        try Device.open(copy).addIssue()
        try network.exchange(try Device.open(copy), network.host)
        try network.exchange(try Device.open(options), network.host)
        #expect(try network.host.numbers().count == 2)
        #expect(try network.host.status().forks.isEmpty)
    }
}
