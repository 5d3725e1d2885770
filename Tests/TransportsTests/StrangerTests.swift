import Device
import Exchange
import Membership
import NIOCore
import NIOPosix
import Testing
import Transports

@testable import DeviceTests

@Suite("Whoever does not belong here", .serialized)
struct StrangerTests {
    @Test("what is not TLS is refused by name, and changes nothing")
    func notTLS() async throws {
        let network = try TestNetwork()
        let before = try network.host.digests()
        let listener = try await TestListener(network.host)
        for garbage in [Array("GET / HTTP/1.1\r\n\r\n".utf8), [UInt8](repeating: 0x41, count: 400)] {
            _ = try await Plain.send(garbage, to: listener.address)
        }
        let records = await listener.records(2)
        #expect(records.map(\.fault) == [.notTLS, .notTLS])
        #expect(try network.host.digests() == before)
        await listener.stop()
    }

    @Test("a handshake that is held open is cut off")
    func halfHandshake() async throws {
        let network = try TestNetwork()
        var limits = LineLimits()
        limits.handshakeMax = .milliseconds(600)
        let listener = try await TestListener(network.host, limits: limits)
        // The beginning of a ClientHello: a record that announces 512 bytes and brings none.
        _ = try await Plain.send([0x16, 0x03, 0x01, 0x02, 0x00], to: listener.address)
        _ = try await Plain.send([], to: listener.address)
        #expect(await listener.records(2).map(\.fault) == [.handshakeTooLong, .handshakeTooLong])
        await listener.stop()
    }

    @Test("a device of another network is refused by name on both sides")
    func otherNetwork() async throws {
        let ours = try TestNetwork()
        let theirs = try TestNetwork()
        let stranger = try theirs.station("037")
        try stranger.addIssue()
        let listener = try await TestListener(ours.host)
        let record = try await stranger.call(listener.address)
        #expect(record.fault == .notOfThisNetwork)
        let answered = await listener.records(1)[0]
        // The caller looks first and goes; the answering side hears of it by a TLS alert.
        #expect([.certificateRefused, .notOfThisNetwork].contains(answered.fault))
        #expect(try ours.host.status().records == 0)
        #expect(try ours.host.members().count == 1)
        await listener.stop()
    }

    @Test("a caller who takes any certificate, and is of another network, is refused too")
    func otherNetworkThatTakesAll() async throws {
        let ours = try TestNetwork()
        let theirs = try TestNetwork()
        let stranger = try theirs.station("037")
        let listener = try await TestListener(ours.host)
        // It pins our root, which is no secret, and shows its own certificate.
        let own = try stranger.sessionCredentials()
        let root = try ours.host.sessionCredentials().root
        let workers = SessionWorkers()
        let record = try await ExchangeCaller(own.pinning(root)).call(
            listener.address, by: workers,
            makeDesk: { DeviceDesk(stranger, own, role: .caller, identity: $0, member: $1) }, progress: { _ in })
        #expect(record.report.ending != .done)
        #expect(await listener.records(1)[0].fault == .notOfThisNetwork)
        workers.stop()
        await listener.stop()
    }

    @Test("a revoked device is refused by name on both sides, and what it brings is not taken in")
    func revoked() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try network.host.revoke("037")
        try station.addIssue()
        let before = try network.host.digests()
        let listener = try await TestListener(network.host)
        let record = try await station.call(listener.address)
        #expect(record.refusalByPeer == .revoked)
        #expect(await listener.records(1)[0].refusal == .revoked)
        #expect(try network.host.digests() == before)
        #expect(try network.host.status().records == 0)
        await listener.stop()
    }

    @Test("an invitation past its time: told on both sides, kept apart until a person admits it")
    func expired() async throws {
        let network = try TestNetwork()
        let station = try network.joinStation("037")
        try station.addIssue()
        network.clock.advance(days: 100)
        let listener = try await TestListener(network.host)
        let record = try await station.call(listener.address)
        #expect(record.report.refusedByPeer.map(\.reason) == [.notEnrolled])
        #expect(record.report.refusedByPeer.first?.detail.contains("expired") == true)
        let answered = await listener.records(1)[0]
        #expect(answered.report.refused.map(\.reason) == [.notEnrolled])
        #expect(try network.host.status().records == 0)
        let waiting = try #require(try network.host.members().first { $0.standing == "waiting" })
        try network.host.admit(waiting.replica)
        #expect(try await station.call(listener.address).report.ending == .done)
        #expect(try network.host.status().records == 1)
        try expectSame(network.host, station)
        await listener.stop()
    }

    @Test("a thousand connections from one address: those beyond its limit are turned away by name, others are served")
    func crowd() async {
        // In a process of its own: where one has so many files open, Foundation reads beyond the end of their list when
        // it starts another process, as other tests do meanwhile (`findMaximumOpenFromProcSelfFD`, Swift 6.3).
        await #expect(processExitsWith: .success) { try await Self.expectOrderInACrowd() }
    }

    private static func expectOrderInACrowd() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let limit = LineLimits().connectionsPerAddressMax
        let listener = try await TestListener(network.host)
        let before = try network.host.digests()
        let crowd = try await Crowd(of: 1_000, at: listener.address)
        let refused = await listener.records(1_000 - limit)
        #expect(refused.allSatisfy { $0.fault == .tooManyConnections && $0.report.bytesReceived == 0 })
        #expect(await crowd.refused(1_000 - limit))
        #expect(listener.connections == limit)
        #expect(try network.host.digests() == before)
        // A station at another address does not even wait.
        #expect(try await station.call(listener.address).report.ending == .done)
        try expectSame(network.host, station)
        await crowd.leave()
        _ = await listener.records(1_001)
        while listener.connections > 0 { await Task.yield() }
        await listener.stop()
    }

    @Test("who is one too many hears it before TLS, and is served once there is room")
    func oneTooMany() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        var limits = LineLimits()
        limits.connectionsMax = 4
        let listener = try await TestListener(network.host, limits: limits)
        let crowd = try await Crowd(of: 4, at: listener.address)
        while listener.connections < 4 { await Task.yield() }
        let record = try await station.call(listener.address)
        #expect(record.fault == .tooManyConnections)
        #expect(await listener.records(1)[0].fault == .tooManyConnections)
        await crowd.leave()
        _ = await listener.records(5)
        #expect(try await station.call(listener.address).report.ending == .done)
        await listener.stop()
    }
}
