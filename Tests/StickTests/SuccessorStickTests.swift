import Device
import Simulation
import Sticks
import Testing

@testable import DeviceTests

@Suite("A stick for a device from which another goes on")
struct SuccessorStickTests {
    private static let sixYears: Int64 = 6 * 365 * 24 * 60 * 60 * 1000
    private let network: TestNetwork
    private let stick = MemoryMedium()
    /// Another one, which the device itself never sees.
    private let other = MemoryMedium()

    init() throws { network = try TestNetwork() }

    private func options(_ home: String, isSlow: Bool) -> DeviceOptions {
        let environment = network.clock.environment
        return DeviceOptions(
            home: network.path(home), sidecar: network.path("notes"),
            environment: Environment(
                now: { environment.now() - (isSlow ? Self.sixYears : 0) }, random: environment.random,
                variables: [:]))
    }

    /// A station whose first device goes by a folder's name.
    private func station(isSlow: Bool) throws -> Device {
        let invitation = try network.host.inviteStation(name: "霍营驿站", town: "T01", code: "037", host: nil)
        let device = try Device.join(options("one", isSlow: isSlow), invitation: invitation.document, by: "王芳")
        try device.addIssue()
        for _ in 0..<3 { try visit(stick, device, network.host) }
        return device
    }

    @discardableResult
    private func visit(_ medium: MemoryMedium, _ devices: Device...) throws -> [StickVisit] {
        try devices.map { try $0.visit(medium) }
    }

    private func bundles(_ medium: MemoryMedium) -> [String] {
        medium.files.keys.filter { $0.hasSuffix(Stick.bundleSuffix) }.sorted()
    }

    @Test("brings a copied device everything, though it only reads and its copy writes", arguments: [true, false])
    func copyThatOnlyReads(hasMetCopy: Bool) throws {
        let one = try station(isSlow: false)
        try network.copyHome("one", to: "two")
        try one.addIssue([("title", "原件的")])
        let two = try Device.open(options("two", isSlow: false))
        try two.addIssue([("title", "副本的")])
        if hasMetCopy {
            for _ in 0..<4 { try visit(stick, one, two, network.host) }
        } else {
            for _ in 0..<4 { try visit(other, two, network.host) }
            try visit(stick, network.host, two, network.host, one, network.host, one)
        }
        for index in 1...3 {
            try network.host.addIssue([("title", "区里的 \(index)")], place: "037")
            try visit(other, network.host, two, network.host)
            #expect(try visit(stick, network.host, one).allSatisfy(\.problems.isEmpty))
        }
        try visit(stick, network.host, one)
        try expectSame(network.host, one)
        try expectSound(network.host, one, two)
    }

    @Test("brings a copied device everything, though its clock is years slow")
    func copyWithSlowClock() throws {
        let one = try station(isSlow: true)
        try network.copyHome("one", to: "two")
        try one.addIssue([("title", "原件的")])
        let two = try Device.open(options("two", isSlow: false))
        try two.addIssue([("title", "副本的")])
        for _ in 0..<4 { try visit(stick, two, network.host) }
        for index in 1...3 {
            try network.host.addIssue([("title", "区里的 \(index)")], place: "037")
            try visit(other, network.host, two, network.host)
            try one.addIssue([("title", "原件的 \(index)")])
            try visit(stick, one, network.host, one)
        }
        try expectSame(network.host, one)
        try expectSound(network.host, one, two)
    }

    @Test("tells a device that it was restored elsewhere, and brings it everything once a trial is retired")
    func trial() throws {
        let old = try station(isSlow: true)
        let file = network.path("backup")
        try old.backup(to: file, passphrase: nil)
        let trial = try Device.restore(options("trial", isSlow: false), file: file, passphrase: nil)
        for _ in 0..<3 { try visit(stick, trial, network.host) }
        for index in 1...3 {
            try network.host.addIssue([("title", "区里的 \(index)")], place: "037")
            try visit(other, network.host, trial, network.host)
        }
        try visit(stick, old, network.host, old)
        #expect(try old.status().standing == "superseded")
        try network.host.retire("037b")
        for _ in 0..<2 { try visit(stick, old, network.host, old) }
        #expect(try old.status().standing == "enrolled")
        try expectSame(network.host, old)
    }

    @Test("gathers nothing for one that ended with its backup", arguments: [true, false], [true, false])
    func restored(isSlow: Bool, hasColleague: Bool) throws {
        let old = try station(isSlow: false)
        let colleague = try hasColleague ? network.member(of: "037", home: "colleague") : nil
        let file = network.path("backup")
        try old.backup(to: file, passphrase: nil)
        for _ in 0..<2 { try visit(stick, old, network.host) }
        try old.addIssue([("title", "备份之后")])
        try visit(stick, old, network.host)
        let new = try Device.restore(options("new", isSlow: isSlow), file: file, passphrase: nil)
        try goOn([new, network.host, new] + [colleague].compactMap(\.self), with: new)
        #expect(bundles(stick).isEmpty, "\(bundles(stick))")
    }

    @Test("keeps one bundle and no more for one that ended after its folder was copied", arguments: [true, false])
    func movedByCopying(isSlow: Bool) throws {
        let old = try station(isSlow: false)
        try network.copyHome("one", to: "new")
        try old.addIssue([("title", "复制之后")])
        try visit(stick, old, network.host)
        let new = try Device.open(options("new", isSlow: isSlow))
        let devices = [new, network.host, new]
        try goOn(devices, with: new)
        #expect(bundles(stick).count == 1, "\(bundles(stick))")
        try network.host.retire("037")
        for device in devices { try visit(stick, device) }
        #expect(bundles(stick).isEmpty)
    }

    /// Works and visits until nobody has anything to say, and expects that the stick is then left as it is.
    private func goOn(_ devices: [Device], with new: Device) throws {
        for index in 1...4 {
            try network.host.addIssue([("title", "区里的 \(index)")], place: "037")
            try new.addIssue([("title", "新的 \(index)")])
            for device in devices { try visit(stick, device) }
        }
        for _ in 0..<3 { for device in devices { try visit(stick, device) } }
        try expectSame(network.host, new)
        for device in devices {
            let visit = try device.visit(stick)
            #expect(visit.written.isEmpty && visit.removed == 0)
        }
        try expectSound(network.host, new)
    }
}
