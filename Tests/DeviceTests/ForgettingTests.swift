import Device
import FieldRecords
import GRDB
import Testing

@Suite("What is replaced for good")
struct ForgettingTests {
    /// Somebody who reads one state of a device for long, as an export does.
    private struct Reader {
        private let queue: DatabaseQueue

        init(of home: String) throws {
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            queue = try DatabaseQueue(path: StoreFile(home).path, configuration: configuration)
            try queue.unsafeReentrantWrite { db in
                try db.execute(sql: "BEGIN")
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM record")
            }
        }

        func end() throws {
            try queue.unsafeReentrantWrite { try $0.execute(sql: "COMMIT") }
        }
    }

    @Test("by a passphrase put on while somebody reads for long is on, and the old bytes go once that has ended")
    func passphraseWhileRead() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let file = StoreFile(network.path("037"))
        let keys = try file.secrets()
        let options = network.lockable("037", Keyring.memory())
        let reader = try Reader(of: network.path("037"))
        #expect(try !Device.open(options).setPassphrase("口令"))
        expectFailure(.notPermitted) { _ = try Device.open(options).status() }
        #expect(try keys.contains { try file.folderHolds($0.value) }, "whoever reads still sees them")
        try reader.end()
        #expect(try Device.lock(options))
        for (name, key) in keys { #expect(try !file.folderHolds(key), "\(name) still lies in the file") }
        #expect(try Device.unlock(options) { "口令" })
        #expect(try Device.open(options).setPassphrase("另一个"))
    }
}
