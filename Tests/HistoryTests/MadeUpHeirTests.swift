import Causality
import FieldRecords
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

    private func take(_ heirs: [MadeUpHeir], id: UInt8 = 9) throws {
        try network.host.take(try network.write(try thief.bundle(of: heirs, at: place, id: id), "yilu"))
    }

    @Test("leave the host able to write to everybody, however long their names and however many")
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
