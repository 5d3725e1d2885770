import Device
import Exchange
import Testing
import Transports

@testable import DeviceTests

@Suite("A host that fails, over the line", .serialized)
struct FailingHostTests {
    /// Holds a session of an honest station with a host to which something happens while it serves.
    private func expectHostNamed(detail: String, after happening: (TestNetwork) throws -> Void) async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        try network.carry(station, to: network.host)
        try station.edit("037-1", "note", "改了")
        let listener = try await TestListener(network.host)
        try happening(network)
        let record = try await station.call(listener.address)
        let answered = await listener.records(1)[0]
        await listener.stop()
        #expect(record.refusalByPeer == .cannotStore && answered.refusal == .cannotStore)
        #expect(!answered.report.isMisbehaviour && !record.report.isMisbehaviour)
        guard case .refusedByPeer(let refusal) = record.report.ending else { return }
        #expect(refusal.detail == detail)
    }

    @Test("because it was locked says so, and calls nobody dishonest")
    func locked() async throws {
        try await expectHostNamed(detail: "it is locked") { network in
            try Device.open(network.lockable("host", Keyring.memory())).setPassphrase("九月 九日")
        }
    }

    @Test(
        "because its file is damaged says so, and calls nobody dishonest",
        arguments: ["UPDATE log SET chain = x''", "UPDATE record SET stamps = x'01ff'"])
    func damaged(sql: String) async throws {
        try await expectHostNamed(detail: "its file is damaged") { network in
            try StoreFile(network.path("host")).execute(sql)
        }
    }
}
