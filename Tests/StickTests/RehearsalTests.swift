import Device
import FieldRecords
import Simulation
import Sticks
import Testing

@testable import DeviceTests

@Suite("A look at a stick before the visit")
struct RehearsalTests {
    private let network: TestNetwork
    private let station: Device
    private let medium = MemoryMedium()

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
    }

    /// Looks and visits, and expects that the one tells what the other then does.
    @discardableResult
    private func visit(_ device: Device, sourceLocation: SourceLocation = #_sourceLocation) throws -> StickVisit {
        let files = medium.files
        let look = try device.rehearse(medium)
        #expect(medium.files == files, sourceLocation: sourceLocation)
        let visit = try device.visit(medium)
        #expect(look.problems.map(\.kind) == visit.problems.map(\.kind), sourceLocation: sourceLocation)
        #expect(look.receipts == visit.receipts && look.removed == visit.removed, sourceLocation: sourceLocation)
        #expect(look.written.map(\.changes) == visit.written.map(\.changes), sourceLocation: sourceLocation)
        #expect(look.left.map(\.changes) == visit.left.map(\.changes), sourceLocation: sourceLocation)
        return visit
    }

    @Test("tells which receipts are new, and which bundles go because they have arrived")
    func bothWays() throws {
        for device in [station, network.host, station] { try visit(device) }
        try station.addIssue()
        #expect(try visit(station).written.count == 1)
        let host = try visit(network.host)
        #expect(host.receipts == ["037"] && host.removed == 1)
        // Of this one only the receipt tells that it arrived.
        try network.host.addIssue(place: "037")
        #expect(try visit(network.host).written.count == 1)
        let bundle = try #require(medium.files.first { $0.key.hasSuffix(Stick.bundleSuffix) })
        #expect(try visit(station).removed == 1)
        medium.put(bundle.value, at: medium.path(bundle.key))
        #expect(try visit(network.host).removed == 1)
    }

    @Test("a stick that can only be read is one where something is to be written, and none where nothing is")
    func readOnly() throws {
        for device in [station, network.host, station, network.host, station] { try visit(device) }
        medium.isReadOnly = true
        #expect(try visit(station).problems.isEmpty)
        try station.addIssue()
        #expect(try visit(station).problems.map(\.kind) == [.cannotCreate])
        medium.isReadOnly = false
        try visit(station)
        medium.isReadOnly = true
        #expect(try visit(network.host).problems.map(\.kind) == [.cannotCreate])
    }

    @Test("a stick without room for what has to go is full; of such as hold nothing no number would do")
    func full() throws {
        try station.addIssue()
        medium.capacityBytes = 200_000
        let small = try visit(station)
        #expect(small.problems.map(\.kind) == [.inputOutput] && small.left.map(\.changes) == [1])
        #expect(small.room?.sticks == .some(nil))
        medium.capacityBytes = 0
        #expect(try visit(station).problems.map(\.kind) == [.inputOutput])
        medium.capacityBytes = 64 << 20
        #expect(try visit(station).room?.sticks == 1)
    }
}
