import Device
import Exchange
import FieldRecords
import Foundation
import NIOCore
import Seeds
import Testing
import Transports

@testable import DeviceTests

@Suite("Sync over a bad line", .serialized)
struct BrokenLineTests {
    /// A whole run of the issue, or enough to see that it works.
    private static let cuts = ProcessInfo.processInfo.environment["YILU_TEST_ALL"] == "1" ? 200 : 12

    /// Two devices with something to say both ways.
    private func pair(_ network: TestNetwork) throws -> Device {
        let station = try network.station("037")
        for _ in 0..<20 { try station.addIssue() }
        try network.carry(station, to: network.host)
        for number in try network.host.numbers() { try network.host.edit(number, "note", "区里看过") }
        return station
    }

    @Test("cut at random points, it goes on from there, and ends the same on both sides")
    func cut() async throws {
        let network = try TestNetwork()
        let station = try pair(network)
        let listener = try await TestListener(network.host)
        // A whole session takes some 3,000 bytes each way, those of the handshake among them.
        let proxy = try await Proxy(to: listener.address) { index in
            var random = SeededRandom(UInt64(index))
            let point = random.below(6_000)
            return random.oneIn(2)
                ? Proxy.Fates(up: .init(cutAfter: point)) : Proxy.Fates(down: .init(cutAfter: point))
        }
        var cut = 0
        for index in 0..<BrokenLineTests.cuts {
            try station.addIssue()
            try network.host.edit("037-\(index % 20 + 1)", "note", "第\(index)次")
            let record = try await station.call(proxy.address)
            if record.report.ending != .done { cut += 1 }
            #expect(record.report.progress.percent <= 100)
        }
        #expect(cut > BrokenLineTests.cuts / 4)
        await proxy.stop()
        #expect(try await station.call(listener.address).report.ending == .done)
        try expectSame(network.host, station)
        #expect(try network.host.status().records == 20 + BrokenLineTests.cuts)
        await listener.stop()
        try expectSound(network.host, station)
    }

    @Test("bytes that change on their way are found out by TLS, and nothing of them is taken in", arguments: 0..<6)
    func corrupted(seed: Int) async throws {
        let network = try TestNetwork()
        let station = try pair(network)
        let listener = try await TestListener(network.host)
        let proxy = try await Proxy(to: listener.address) { _ in
            var random = SeededRandom(UInt64(seed))
            let point = 5 + random.below(2_000)
            return seed.isMultiple(of: 2)
                ? Proxy.Fates(up: .init(corruptAt: point)) : Proxy.Fates(down: .init(corruptAt: point))
        }
        let record = try await station.call(proxy.address)
        #expect(record.report.ending != .done)
        await proxy.stop()
        #expect(try await station.call(listener.address).report.ending == .done)
        try expectSame(network.host, station)
        await listener.stop()
        try expectSound(network.host, station)
    }

    @Test("trickling in pieces of a few bytes, with a delay on each, it ends well")
    func trickle() async throws {
        let network = try TestNetwork()
        let station = try pair(network)
        let listener = try await TestListener(network.host)
        let proxy = try await Proxy(to: listener.address) { _ in
            let slow = Proxy.Fate(pieceBytes: 61, delay: .milliseconds(1))
            return Proxy.Fates(up: slow, down: slow)
        }
        #expect(try await station.call(proxy.address).report.ending == .done)
        try expectSame(network.host, station)
        await proxy.stop()
        await listener.stop()
    }

    @Test("a photo that no session is long enough for is whole after some", arguments: [true, false])
    func photo(isUp: Bool) async throws {
        let network = try TestNetwork()
        let station = try pair(network)
        var random = SeededRandom(7)
        let file = try network.write([0xFF, 0xD8, 0xFF] + random.bytes(4 << 20), "jpg")
        let (sender, receiver) = isUp ? (station, network.host) : (network.host, station)
        _ = try sender.addRecord(
            form: "issue", typed: [("kind", "other"), ("title", "门")], files: [("photo", file)],
            place: isUp ? nil : "037", by: nil)
        let listener = try await TestListener(network.host)
        // Long enough for 2 of its 9 pieces.
        let proxy = try await Proxy(to: listener.address) { _ in
            isUp ? Proxy.Fates(up: .init(cutAfter: 1_400_000)) : Proxy.Fates(down: .init(cutAfter: 1_400_000))
        }
        var sessions = 0
        while try receiver.status().photosHeld == 0, sessions < 60 {
            _ = try await station.call(proxy.address)
            sessions += 1
        }
        #expect((3...59).contains(sessions), "\(sessions)")
        await proxy.stop()
        #expect(try await station.call(listener.address).report.ending == .done)
        #expect(try receiver.status().photosMissing == 0)
        try expectSame(network.host, station)
        await listener.stop()
        try expectSound(network.host, station)
    }

    @Test("stalled, both sides give up after the limit, with a name for it; others go on meanwhile")
    func stalled() async throws {
        let network = try TestNetwork()
        let station = try pair(network)
        let other = try network.station("038")
        try other.addIssue()
        var limits = LineLimits()
        limits.silenceMax = .milliseconds(1500)
        limits.farewellMax = .milliseconds(300)
        let listener = try await TestListener(network.host, limits: limits)
        // A session with nothing new tells how many bytes come before the first frame.
        let measuring = try await Proxy(to: listener.address) { _ in Proxy.Fates() }
        _ = try await station.call(measuring.address)
        let before = measuring.bytes.down
        _ = try await station.call(measuring.address)
        let greeting = measuring.bytes.down - before
        await measuring.stop()
        try network.host.edit("037-1", "note", "再看一次")
        let proxy = try await Proxy(to: listener.address) { _ in Proxy.Fates(down: .init(stallAfter: greeting)) }
        async let stuck = station.call(proxy.address, limits: limits)
        #expect(try await other.call(listener.address).report.ending == .done)
        let record = try await stuck
        #expect(record.report.ending != .done)
        let records = await listener.records(4)
        // Whoever loses patience first names it and tells the other, who may be told no more over such a line.
        let stalled = records.filter { $0.report.ending != .done }
        #expect(stalled.count == 1, "\(records.map(\.report.ending))")
        #expect((stalled + [record]).contains { $0.refusal == .silent || $0.refusalByPeer == .silent })
        await proxy.stop()
        #expect(try await station.call(listener.address).report.ending == .done)
        try expectSame(network.host, station)
        await listener.stop()
    }
}
