import Device
import FieldRecords
import Testing

@Suite("An invitation to be withdrawn")
struct WithdrawnInvitationTests {
    @Test("stays where somebody has used it; one that nobody has used is withdrawn as often as one likes")
    func used() throws {
        let network = try TestNetwork()
        _ = try network.station("037")
        let unused = try network.host.inviteMember(place: "037")
        let used = try #require(try network.host.invitations().first { $0.state == "used" })
        let error = #expect(throws: DeviceError.self) { try network.host.withdrawInvitation(serial: used.serial) }
        #expect(error?.kind == .badData)
        #expect(error?.what.en.contains("037") == true)
        #expect(error?.advice.en.contains("yilu member revoke 037") == true)
        for _ in 0..<2 { try network.host.withdrawInvitation(serial: unused.serial) }
        let states = try network.host.invitations().map { "\($0.label) \($0.state)" }
        #expect(states == ["037 used", "037b withdrawn"])
        #expect(try network.host.members().allSatisfy { $0.standing == "enrolled" })
    }
}
