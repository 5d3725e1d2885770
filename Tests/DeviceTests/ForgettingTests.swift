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

    @Test("by an erasure leaves the write-ahead log too, while others have the device open, and wherever it arrives")
    func erasedWhileOpen() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let page = try Device.open(network.options("037"))
        let name = "ZHANG-SANFENG-13912345678"
        let number = try station.addIssue([("raised_by", name), ("note", "留下的")])
        try network.exchange(station, network.host)
        let files = [StoreFile(network.path("037")), StoreFile(network.path("host"))]
        for file in files { #expect(try file.folderHolds(Array(name.utf8))) }
        try station.eraseRecord(number: number, by: nil)
        #expect(try !files[0].folderHolds(Array(name.utf8)))
        try network.exchange(station, network.host)
        #expect(try !files[1].folderHolds(Array(name.utf8)))
        #expect(try page.text(number, "note") == "留下的")
    }

    @Test("by an erasure while somebody reads for long goes with the next save after that")
    func erasedWhileRead() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let name = "ZHANG-SANFENG-13912345678"
        let number = try station.addIssue([("raised_by", name)])
        let file = StoreFile(network.path("037"))
        let reader = try Reader(of: network.path("037"))
        try station.eraseRecord(number: number, by: nil)
        try station.addIssue()
        #expect(try file.folderHolds(Array(name.utf8)), "whoever reads still sees it")
        try reader.end()
        try station.addIssue()
        #expect(try !file.folderHolds(Array(name.utf8)))
    }
}
