import Causality
import FieldRecords
import Foundation
import Membership
import Testing

@testable import Device
@testable import DeviceTests

@Suite("Successors that a thief makes up")
struct MadeUpHeirTests {
    private let network: TestNetwork
    private let station: Device
    private let thief: DishonestStation
    private let root: RootCertificate
    private let place: PlaceID

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
        thief = try DishonestStation(network.path("037"))
        root = try station.sessionCredentials().root
        let node = try StoreFile(network.path("037")).texts("SELECT id FROM node WHERE code = '037'").first
        place = PlaceID(node: try #require(node.flatMap { UInt64($0, radix: 16) }))
    }

    /// The devices of the station with that standing, as the host has it.
    private func devices(_ standing: String) throws -> [MemberView] {
        try network.host.members().filter { $0.place == "037" && $0.standing == standing }
    }

    private func take(_ heirs: [MadeUpHeir], id: UInt8 = 9) throws {
        try network.host.take(try network.write(try thief.bundle(of: heirs, at: place, id: id), "yilu"))
    }

    @Test("are enrolled up to a number, and with its heirs a stolen device is left no name", arguments: [false, true])
    func many(isLine: Bool) throws {
        let heirs = try isLine ? thief.itself.line(20, root: root) : thief.itself.heirs(20, root: root)
        try take(heirs)
        #expect(try devices("enrolled").count == 1 + EnrolmentFault.heirsMax)
        let waiting = try devices("waiting")
        #expect(waiting.count == heirs.count - EnrolmentFault.heirsMax)
        let next = try #require(waiting.first { $0.reason?.en == EnrolmentFault.manyHeirs.rawValue })
        try network.host.admit(next.replica)
        // Whoever revokes the one that was stolen hears of the others.
        let left = try network.host.revoke("037")
        #expect(left.count == EnrolmentFault.heirsMax + 1)
        #expect(try devices("enrolled").map(\.replica).sorted() == left.sorted())
        #expect(try network.host.revoke("037", withHeirs: true).sorted() == left.sorted())
        #expect(try devices("enrolled").isEmpty)
        try take(heirs + (isLine ? heirs[3] : thief.itself).heirs(2, root: root), id: 10)
        #expect(try devices("enrolled").isEmpty)
        #expect(try network.host.revoke("037").isEmpty)
        try expectSound(network.host)
    }

    @Test("to which nothing can be sealed are not let in, and what else the bundle brings is")
    func keyless() throws {
        let keyless = try thief.itself.heirs(1, root: root, sealingKey: [UInt8](repeating: 0, count: 32))
        let sound = try thief.itself.heirs(1, root: root)
        let file = try network.write(try thief.bundle(of: keyless + sound, at: place), "yilu")
        let summary = try network.host.take(file)
        #expect(summary.problems.map(\.kind) == [.badData, .notPermitted])
        #expect(summary.changes.all == [1, 0, 0, 1])
        #expect(try devices("enrolled").map(\.replica) == ["037", "037b"])
        #expect(try network.host.members().count == 3)
    }

    @Test("to which nothing can be sealed, and that were let in before, keep nobody from their bundles")
    func keylessBefore() throws {
        try take(try thief.itself.heirs(1, root: root))
        let other = try network.station("038")
        try StoreFile(network.path("host")).execute("UPDATE replica SET sealing = zeroblob(32) WHERE label = '037b'")
        let folder = network.path("all")
        let summaries = try network.host.exportBundle(to: "all", out: folder)
        #expect(summaries.filter { $0.failure == nil }.map(\.receivers) == [["037"], ["038"]])
        #expect(summaries.compactMap(\.failure).map(\.kind) == [.badData])
        try other.take(folder + "/038.yilu")
        expectFailure(.badData) { _ = try network.host.exportBundle(to: "037b", out: network.freshPath("yilu")) }
        for isRehearsal in [true, false] {
            let stick = network.path("stick \(isRehearsal)")
            try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
            let visit = try network.host.visitStick(stick, isRehearsal: isRehearsal, progress: { _ in })
            #expect(visit.written.flatMap(\.receivers).sorted() == ["037", "038"])
            let problem = try #require(visit.problems.first)
            #expect(visit.problems.count == 1 && problem.kind == .badData && problem.what.en.contains("037b"))
            #expect(visit.mayBePulled != isRehearsal)
        }
        try network.host.revoke("037b")
        #expect(try network.host.exportBundle(to: "all", out: folder).allSatisfy { $0.failure == nil })
    }

    @Test("do not keep a station's own from going on, where the old name alone is revoked")
    func restored() throws {
        let file = network.path("backup")
        try station.backup(to: file, passphrase: nil)
        let restored = try Device.restore(network.options("restored"), file: file, passphrase: nil)
        try network.exchange(restored, network.host)
        #expect(try network.host.revoke("037") == ["037b"])
        try restored.addIssue()
        try network.exchange(restored, network.host)
        #expect(try network.host.numbers() == ["037b-1"])
        try expectSame(network.host, restored)
    }

    @Test(
        "leave the host able to write to everybody, however long their names and however many",
        .enabled(if: isLongTrial, "it verifies hundreds of the longest identities"))
    func long() throws {
        let last = try #require(try thief.itself.line(Identity.successionsMax - 1, root: root).last)
        let heirs = try last.heirs(620, root: root)
        #expect(heirs.reduce(0) { $0 + $1.identity.encoded.count } > 4 << 20)
        try take(heirs)
        let file = network.freshPath("yilu")
        let summary = try network.host.exportBundle(to: "037", out: file)
        #expect(summary.map(\.receivers) == [["037"]])
        #expect(summary.reduce(0) { $0 + $1.changes } >= heirs.count)
        #expect(try station.verifyBundle(file: file).problems.isEmpty)
    }
}
