import Device
import FieldRecords
import Testing

@testable import DeviceTests

/// What `yilu-simulate` found, told once more by hand: the world it found them in changes as it grows, and its seeds
/// with it. Where a fork is in it, chance says which branch keeps the name, so those run several times.
@Suite("Found by the simulator")
struct FoundBySimulationTests {
    /// A station with one record, at the host too.
    private static func begin() throws -> (network: TestNetwork, station: Device) {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue([("title", "一")])
        try network.exchange(station, network.host)
        return (network, station)
    }

    /// A station with one record, its copy on another machine, and neither knows of the other.
    private static func beginWithCopy() throws -> (network: TestNetwork, station: Device, copy: Device) {
        let (network, station) = try begin()
        try network.copyHome("037", to: "copy")
        return (network, station, try network.openCopy("copy", isNoticed: false))
    }

    /// Every device and the host hold these titles, agree, are sound, wait for nothing and send nothing over and over.
    private static func expect(_ titles: [String], at devices: [Device], in network: TestNetwork) throws {
        for device in [network.host] + devices {
            #expect(try device.titles() == titles.sorted())
            let status = try device.status()
            #expect(status.missing.isEmpty && status.waitingChanges == 0)
            try expectSame(network.host, device)
            try expectSound(device)
        }
    }

    @Test("a town's office is told of its stations and their records in one bundle", arguments: 0..<4)
    func officeAfterStations(run: Int) throws {
        let network = try TestNetwork()
        for code in ["037", "038", "039"] {
            let station = try network.station(code)
            try station.addIssue([("title", code)])
            try network.exchange(station, network.host)
        }
        let office = try Device.join(
            network.options("office"), invitation: try network.host.inviteTown("T01").document, by: nil)
        try network.host.take(try network.bundleForHost(from: office))
        let summary = try office.take(try network.bundleFromHost(to: office))
        #expect(summary.problems.isEmpty, "\(summary.problems.map(\.what.en))")
        #expect(try office.titles() == ["037", "038", "039"])
    }

    @Test("of two copies that only read neither starves", arguments: [true, false])
    func readingCopies(isNoticed: Bool) throws {
        let (network, station) = try Self.begin()
        try network.copyHome("037", to: "copy")
        let copy = try network.openCopy("copy", isNoticed: isNoticed)
        try network.host.addIssue([("title", "二")], place: "037")
        for _ in 0..<3 {
            for device in [station, copy] {
                try network.host.take(try network.bundleForHost(from: device))
                try device.take(try network.bundleFromHost(to: device))
            }
        }
        #expect(try station.titles() == ["一", "二"])
        #expect(try copy.titles() == ["一", "二"])
    }

    @Test("a receipt of a longer branch does not pass for one of somebody who is ahead", arguments: 0..<4)
    func longerBranch(run: Int) throws {
        let (network, station) = try Self.begin()
        let office = try Device.join(
            network.options("office"), invitation: try network.host.inviteTown("T01").document, by: nil)
        try network.enrol(office).take(try network.bundleFromHost(to: office))
        try network.carry(network.host, to: station)
        try network.copyHome("037", to: "copy")
        let copy = try network.openCopy("copy", isNoticed: false)
        for count in 0..<4 { try copy.addIssue([("title", "副本 \(count)")]) }
        try station.addIssue([("title", "原件")])
        // The office has the longer branch, the host the shorter one, and neither has the other.
        try network.carry(copy, to: office)
        try network.host.take(try network.bundleForHost(from: station))
        try network.spread([office, station, copy], rounds: 4)
        try Self.expect(["一", "原件"] + (0..<4).map { "副本 \($0)" }, at: [office, station, copy], in: network)
    }

    @Test(
        "a receipt for the original's longer branch does not pass for one of the copy's, under its old name or a new one",
        arguments: 0..<4)
    func longerBranchUnderAFormerName(run: Int) throws {
        let (network, station, copy) = try Self.beginWithCopy()
        try copy.addIssue([("title", "副本")])
        for count in 0..<3 { try station.addIssue([("title", "原件 \(count)")]) }
        try network.exchange(station, network.host)
        // It is for either, and has a receipt for all that the original wrote and none of that itself.
        try copy.take(try network.bundleFromHost(to: station))
        #expect(try copy.status().waitingChanges > 0)
        let renamed = try network.openCopy("copy", isNoticed: true)
        #expect(try renamed.status().waitingChanges > 0)
        try network.spread([station, renamed], rounds: 4)
        try Self.expect(["一", "副本"] + (0..<3).map { "原件 \($0)" }, at: [station, renamed], in: network)
    }

    @Test("two copies that hold one losing branch issue it once", arguments: 0..<6)
    func copyOfACopy(run: Int) throws {
        let (network, station, copy) = try Self.beginWithCopy()
        try copy.addIssue([("title", "副本")])
        try copy.edit("037-2", "note", "改过")
        try network.copyHome("copy", to: "copy of the copy")
        let second = try network.openCopy("copy of the copy", isNoticed: false)
        try copy.addIssue([("title", "副本又记")])
        try station.addIssue([("title", "原件")])
        try network.spread([station, copy, second], rounds: 4)
        try Self.expect(["一", "副本", "副本又记", "原件"], at: [station, copy, second], in: network)
    }

    @Test("a station that fell behind its own receipts is offered all again, though it holds nothing of a log")
    func behindItsReceipts() throws {
        let network = try TestNetwork()
        let station = try network.joinStation("037")
        try network.copyHome("037", to: "first day")
        try network.enrol(station).addIssue([("title", "一")])
        try network.host.addIssue([("title", "二")], place: "037")
        try network.exchange(station, network.host)
        try network.exchange(station, network.host)
        // All that it ever received is gone, and it cannot tell.
        let back = try network.openCopy("first day", isNoticed: false)
        try network.spread([back])
        #expect(try back.titles() == ["一", "二"])
        #expect(try back.status().missing.isEmpty)
        try expectSame(network.host, back)
    }

    @Test("a branch that somebody else issues anew still comes to the ears of who wrote it", arguments: 0..<6)
    func issuedBeforeItsAuthorKnew(run: Int) throws {
        let (network, station, copy) = try Self.beginWithCopy()
        for count in 0..<3 { try copy.addIssue([("title", "副本 \(count)")]) }
        try station.addIssue([("title", "原件")])
        try network.host.take(try network.bundleForHost(from: copy))
        // Both number their receipts alike: the host cannot tell by the number which is the later one.
        _ = try network.bundleForHost(from: copy)
        // The station has the copy's keys: if the copy's branch loses, the station issues it.
        for _ in 0..<2 {
            try network.host.take(try network.bundleForHost(from: station))
            try station.take(try network.bundleFromHost(to: station))
        }
        try copy.addIssue([("title", "副本又记")])
        try network.spread([station, copy], rounds: 5)
        try Self.expect(
            ["一", "副本 0", "副本 1", "副本 2", "副本又记", "原件"], at: [station, copy], in: network)
    }

    @Test("a branch that has seen more than the other copy holds is issued once", arguments: 0..<6)
    func branchThatHasSeenMore(run: Int) throws {
        let (network, station, copy) = try Self.beginWithCopy()
        try network.host.addIssue([("title", "主机的")], place: "037")
        try network.exchange(copy, network.host)
        try network.exchange(copy, network.host)
        let number = try #require(try copy.numbers().first { !$0.hasPrefix("037") })
        try copy.edit(number, "note", "看过了")
        try copy.addIssue([("title", "副本")])
        try station.addIssue([("title", "原件")])
        // The host believes that who goes by that name has its own record already.
        try network.host.take(try network.bundleForHost(from: copy))
        try network.spread([station, copy], rounds: 5)
        try Self.expect(["一", "主机的", "副本", "原件"], at: [station, copy], in: network)
        for device in [network.host, station, copy] {
            #expect(try device.status().conflicts == 0, "the edit had seen what it changed")
        }
    }

    @Test("what goes on from the middle of a losing branch waits for nothing", arguments: 0..<6)
    func fromTheMiddleOfABranch(run: Int) throws {
        let (network, station, copy) = try Self.beginWithCopy()
        for count in 0...2 { try copy.addIssue([("title", "副本 \(count)")]) }
        try network.exchange(copy, network.host)
        for count in 3...4 { try copy.addIssue([("title", "副本 \(count)")]) }
        // The host's receipt for these stays on the way.
        try network.host.take(try network.bundleForHost(from: copy))
        try copy.addIssue([("title", "副本 5")])
        try station.addIssue([("title", "原件")])
        try network.host.take(try network.bundleForHost(from: station))
        try network.host.take(try network.bundleForHost(from: copy))
        try network.spread([station, copy], rounds: 5)
        try Self.expect(["一", "原件"] + (0...5).map { "副本 \($0)" }, at: [station, copy], in: network)
    }

    @Test("a losing branch in pieces that overlap is put together", arguments: 0..<6)
    func overlappingPieces(run: Int) throws {
        let (network, station, copy) = try Self.beginWithCopy()
        try copy.addIssue([("title", "副本 0")])
        try network.exchange(copy, network.host)
        try station.addIssue([("title", "原件")])
        try network.host.take(try network.bundleForHost(from: station))
        // The host's answers stay on the way, so every bundle begins where the last answer ended.
        for count in 1...3 {
            try copy.addIssue([("title", "副本 \(count)")])
            try network.host.take(try network.bundleForHost(from: copy))
        }
        try network.spread([station, copy], rounds: 5)
        try Self.expect(["一", "原件"] + (0...3).map { "副本 \($0)" }, at: [station, copy], in: network)
    }
}
