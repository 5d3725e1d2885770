import Bundles
import Causality
import FieldRecords
import Foundation
import Membership
import Testing

@testable import Device
@testable import DeviceTests

/// Whoever holds more of a device's log than it does has met a later self of it, or lies.
@Suite("A receipt for changes that the host never wrote")
struct LyingReceiptTests {
    private let network: TestNetwork
    private let station: Device

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
    }

    /// What whoever has the keys of a device signs: that it holds the notices of the host's present identity up to 2^30.
    private func lie(by liar: DishonestStation, number: UInt64) throws -> SignedReceipt {
        let file = StoreFile(network.path("host"))
        let key = try file.texts(
            "SELECT lower(hex(key)) FROM replica WHERE id = (SELECT value FROM fact WHERE name = 'replica')")
        let host = try #require(key.first.flatMap(Hexadecimal.bytes).flatMap { ReplicaID(exactly: $0) })
        let root = try #require(try file.texts("SELECT value FROM fact WHERE name = 'rootNode'").first)
        let log = LogID(replica: host, place: try #require(PlaceID(root)).notices)
        let receipt = Receipt(
            replica: liar.keys.replica, number: number, time: HybridTime(bits: number << 16), places: [log.place],
            entries: [Receipt.Entry(log: log, sequence: 1 << 30, chainPrefix: 1)], missing: [])
        return try SignedReceipt.sign(receipt, network: liar.network, keys: liar.keys)
    }

    /// A bundle for the host with one receipt in it.
    private func bundle(_ receipt: SignedReceipt, by sender: DishonestStation, id: UInt8) throws -> String {
        var content: [UInt8] = []
        for section in [BundleSection.identities([sender.identity]), .receipt(receipt)] { section.append(to: &content) }
        return try network.write(try sender.bundle(frames: [Frame.packed(content)], id: id), "yilu")
    }

    /// The devices that stand, or stood, at the root.
    private func namesOfHost() throws -> Int {
        try network.host.members().count { $0.replica.hasPrefix("host") }
    }

    @Test("costs it no name where nobody admitted who gave it, or somebody was cut off", arguments: [false, true])
    func unheard(isRevoked: Bool) throws {
        let invitation = try network.host.inviteMember(place: "037").document
        _ = try network.enrol(try Device.join(network.options("first"), invitation: invitation, by: "李明"))
        if isRevoked {
            try network.host.revoke("037b")
        } else {
            _ = try Device.join(network.options("second"), invitation: invitation, by: "某人")
        }
        let liar = try DishonestStation(network.path(isRevoked ? "first" : "second"))
        let known = try StoreFile(network.path("host")).dump("receipt", "receipt_statement", "receipt_missing")
        for number in 1...3 as ClosedRange<UInt64> {
            let summary = try network.host.take(
                try bundle(try lie(by: liar, number: number), by: liar, id: UInt8(number)))
            #expect(summary.problems.isEmpty)
            #expect(summary.remarks.contains { $0.en.contains("never wrote: it is not enrolled") })
        }
        let folder = network.path("stick/YILU")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = ReceiptFile(network: liar.network, identity: liar.identity, receipt: try lie(by: liar, number: 4))
        try Data(file.encoded).write(to: URL(filePath: folder + "/x.receipt"))
        for _ in 1...2 {
            let visit = try network.host.visitStick(network.path("stick"), isRehearsal: false, progress: { _ in })
            #expect(visit.problems.isEmpty && visit.mayBePulled)
        }
        #expect(try namesOfHost() == 1)
        let kept = try StoreFile(network.path("host")).dump("receipt", "receipt_statement", "receipt_missing")
        #expect(kept == known, "nothing of it is kept, and nothing carried on")
        try expectSound(network.host)
    }

    @Test("given by an enrolled device again and again, leaves it names enough to be restored")
    func enrolled() throws {
        let liar = try DishonestStation(network.path("037"))
        var names: [Int] = []
        for number in 1...20 as ClosedRange<UInt64> {
            let summary = try network.host.take(
                try bundle(try lie(by: liar, number: number), by: liar, id: UInt8(number)))
            #expect(summary.problems.isEmpty)
            #expect(summary.remarks.contains { $0.en.contains("too often") } == (number > 16))
            names.append(try namesOfHost())
        }
        #expect(names == (2...17) + [17, 17, 17, 17], "the first lie is believed: it might be true")
        try network.host.backup(to: network.path("backup"), passphrase: nil)
        let restored = try Device.restore(network.options("host2"), file: network.path("backup"), passphrase: nil)
        try restored.addIssue()
        try expectSound(restored)
    }

    @Test("a device that has had all its names says so, and takes in what comes")
    func noNameLeft() throws {
        let sender = try DishonestStation(network.path("037"))
        for _ in 0..<Identity.successionsMax { try network.host.succeed(because: "it was copied") }
        let copy = try DishonestStation(network.path("host"))
        let proof = try lie(by: copy, number: 1 << 30)
        let summary = try network.host.take(try bundle(proof, by: sender, id: 1))
        #expect(summary.problems.map(\.what) == [Problem.namesUsedUp.what])
        try station.addIssue()
        let next = try network.host.take(try network.bundleForHost(from: station))
        #expect(next.records.new == 1 && next.problems.isEmpty)
    }
}
