import Device
import FieldRecords
import Foundation
import Testing

@Suite("The check of a damaged file")
struct DamagedCheckTests {
    private static func network() throws -> TestNetwork {
        let network = try TestNetwork()
        let station = try network.station("037")
        for _ in 0..<3 { try station.addIssue() }
        try StoreFile(network.path("037")).checkpoint()
        return network
    }

    @Test(
        "answers what is wrong, whatever cannot be read",
        arguments: [
            "DROP TABLE fact", "DELETE FROM fact", "DROP TABLE log", "DELETE FROM log", "DROP TABLE record",
            "DROP TABLE head", "DELETE FROM secret", "UPDATE place SET node = 'zz' || id",
        ], [false, true])
    func unreadable(sql: String, deep: Bool) throws {
        let network = try Self.network()
        try StoreFile(network.path("037")).execute("PRAGMA foreign_keys = OFF; " + sql)
        let check = try Device.check(network.options("037"), deep: deep)
        #expect(!check.isOK || !deep)
    }

    @Test("answers also where SQLite opens it no more, and names the file")
    func header() throws {
        let network = try Self.network()
        let path = StoreFile(network.path("037")).path
        try path.write([UInt8](repeating: 0x55, count: 4_096) + path.bytes().dropFirst(4_096))
        let check = try Device.check(network.options("037"), deep: true)
        let problems = check.problems.map(\.what.en)
        #expect(problems.count == 1 && problems[0].contains(path), "\(problems)")
    }

    @Test("does not take for damage what is none: no device, a newer program's file, a lock")
    func others() throws {
        let network = try Self.network()
        expectFailure(.noInput) { _ = try Device.check(network.options("nowhere"), deep: true) }
        let keyring = Keyring.memory()
        try Device.open(network.lockable("037", keyring)).setPassphrase("九月 九日")
        _ = try Device.lock(network.lockable("037", keyring))
        expectFailure(.notPermitted) { _ = try Device.check(network.options("037"), deep: true) }
        try StoreFile(network.path("host")).execute("PRAGMA user_version = 99999")
        let newer = #expect(throws: DeviceError.self) { try Device.check(network.options("host"), deep: true) }
        #expect(newer?.what.en.contains("newer version") == true)
    }

    @Test("has its counterpart in a backup, which names the file that is damaged and not the copy that is gone")
    func backup() throws {
        let network = try Self.network()
        let path = StoreFile(network.path("037")).path
        let sound = try path.bytes()
        var told = 0
        for page in 1..<sound.count / 4_096 {
            var spoilt = sound
            spoilt.replaceSubrange(page * 4_096..<(page + 1) * 4_096, with: repeatElement(0x55, count: 4_096))
            try path.write(spoilt)
            do {
                try Device.open(network.options("037")).backup(to: network.path("out"), passphrase: nil)
            } catch let error as DeviceError {
                #expect(!error.what.en.contains("copying"), "page \(page): \(error.what.en)")
                if error.what.en.contains("malformed") { told += 1 }
            }
        }
        #expect(told > 0)
    }
}
