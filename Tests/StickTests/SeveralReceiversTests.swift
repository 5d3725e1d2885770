import Bundles
import Device
import FieldRecords
import Foundation
import Simulation
import Sticks
import Testing

@testable import DeviceTests

@Suite("A stick for several stations")
struct SeveralReceiversTests {
    @Test("each write, sync and rename fails once: what was written is noted, and the next visit brings the rest alone")
    func failing() throws {
        let network = try TestNetwork()
        let stations = try ["037", "038"].map { try network.station($0) }
        let medium = MemoryMedium()
        let errors: [MediumError] = [.failed(code: 5), .full, .differs, .gone]
        var (number, cutShort) = (0, 0)
        while true {
            for code in ["037", "038"] { try network.host.addIssue([("title", "\(number)")], place: code) }
            medium.fail(.fails(at: number, errors[number % errors.count]))
            let struck = try network.host.visit(medium)
            let isDone = !medium.wasStruck
            medium.heal()
            #expect(struck.problems.isEmpty == struck.mayBePulled || !isDone, "step \(number)")
            let next = try network.host.visit(medium)
            #expect(next.problems.isEmpty && next.mayBePulled, "step \(number): \(next.problems.map(\.what.en))")
            let (before, after) = (struck.written.map(\.place), next.written.map(\.place))
            #expect(Set(before).isDisjoint(with: after), "step \(number): \(before), then \(after)")
            #expect(bundles(medium.files.keys).count == 2, "step \(number): \(medium.files.keys.sorted())")
            if before.count == 1 { cutShort += 1 }
            for device in stations + [network.host] + stations {
                #expect(try device.visit(medium).problems.isEmpty, "step \(number)")
            }
            for station in stations { try expectSame(network.host, station, "step \(number)") }
            if isDone { break }
            number += 1
        }
        #expect(number > 20 && cutShort > 4, "\(number) steps, \(cutShort) between the two")
    }

    @Test("where something else has the name of one's folder, the others' are written, once, and it is told")
    func nameTaken() throws {
        let pair = try Pair()
        let (network, manager) = (pair.network, FileManager.default)
        let other = try network.station("038")
        for code in ["037", "038"] { try network.host.addIssue(place: code) }
        let inTheWay = pair.stick + "/YILU/037 驿站 037"
        try manager.createDirectory(atPath: pair.stick + "/YILU", withIntermediateDirectories: true)
        try manager.createSymbolicLink(atPath: inTheWay, withDestinationPath: network.folder)
        for round in 0..<3 {
            let visit = try pair.visit(network.host)
            #expect(visit.problems.map(\.kind) == [.cannotCreate] && visit.mayBePulled)
            #expect(visit.problems.first?.what.en.contains("YILU/037 驿站 037") == true)
            #expect(visit.written.map(\.receivers) == (round == 0 ? [["038"]] : []) && visit.unconfirmed == 1)
            #expect(try bundles(pair.files().keys).count == 1)
        }
        // The station's own receipt and bundle belong there too: it says so once.
        try pair.station.addIssue()
        let visit = try pair.visit(pair.station)
        #expect(visit.problems.map(\.kind) == [.cannotCreate] && visit.written.isEmpty)
        #expect(try pair.visit(other).takenInAll.records.new == 1)
        try manager.removeItem(atPath: inTheWay)
        #expect(try pair.visit(network.host).written.map(\.receivers) == [["037"]])
        try pair.comeTogether()
    }

    private func bundles(_ paths: some Sequence<String>) -> [String] {
        paths.filter { $0.hasSuffix(Stick.bundleSuffix) }
    }

    @Test("a place of more devices than one bundle names gets several")
    func manyDevices() throws {
        let network = try TestNetwork()
        _ = try network.station("037")
        let count = BundleHeader.receiversMax
        try StoreFile(network.path("host")).execute(
            """
            WITH RECURSIVE one(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM one WHERE number < \(count))
            INSERT INTO replica (key, label, alias, node, serial, sealing, identity, standing)
            SELECT randomblob(32), '037x' || number, '037x' || number, node, serial, randomblob(32), identity, standing
            FROM replica, one WHERE label = '037'
            """)
        try network.host.addIssue(place: "037")
        let medium = MemoryMedium()
        let visit = try network.host.visit(medium)
        #expect(visit.problems.isEmpty && visit.mayBePulled)
        #expect(visit.written.map(\.receivers.count) == [count, 1])
        #expect(bundles(medium.files.keys).count == 2)
        let station = try Device.open(network.options("037"))
        #expect(try station.visit(medium).takenInAll.records.new == 1)
    }
}
