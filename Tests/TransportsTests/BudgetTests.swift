import Device
import Exchange
import FieldRecords
import NIOCore
import Seeds
import Synchronization
import Testing

@testable import DeviceTests
@testable import Transports

@Suite("The room for large messages", .serialized)
struct BudgetTests {
    /// Who was granted room, in order.
    private final class Grants: Sendable {
        private let names = Mutex<[String]>([])
        var all: [String] { names.withLock { $0 } }
        func add(_ name: String) { names.withLock { $0.append(name) } }
    }

    @Test("is given in the order of asking, and never more of it than there is")
    func order() {
        let budget = BufferBudget(totalBytes: 300)
        let grants = Grants()
        let a = budget.ask(messageBytes: 60) { grants.add("a") }
        let b = budget.ask(messageBytes: 50) { grants.add("b") }
        let c = budget.ask(messageBytes: 10) { grants.add("c") }
        #expect(grants.all == ["a"] && budget.isCrowded)
        budget.correct(a, messageBytes: 50)
        #expect(grants.all == ["a", "b"])
        budget.giveBack(c)
        #expect(!budget.isCrowded)
        let d = budget.ask(messageBytes: 1) { grants.add("d") }
        budget.giveBack(b)
        #expect(grants.all == ["a", "b", "d"])
        // Larger than all there is: it waits until all is free, and gets that.
        let e = budget.ask(messageBytes: 1_000) { grants.add("e") }
        for ticket in [a, d] { budget.giveBack(ticket) }
        #expect(grants.all == ["a", "b", "d", "e"])
        budget.giveBack(e)
        budget.giveBack(e)
        _ = budget.ask(messageBytes: 100) { grants.add("f") }
        #expect(grants.all.last == "f" && !budget.isCrowded)
    }

    /// A station with two photos, each more than the little room there is.
    private func station(_ code: String, _ network: TestNetwork) throws -> Device {
        let station = try network.station(code)
        var random = SeededRandom(UInt64(code) ?? 0)
        for _ in 0..<2 {
            let file = try network.write([0xFF, 0xD8, 0xFF] + random.bytes(200_000), "jpg")
            _ = try station.addRecord(
                form: "issue", typed: [("kind", "other"), ("title", "门")], files: [("photo", file)], place: nil,
                by: nil)
        }
        return station
    }

    @Test("many sessions with large messages in little room all end well, both ways")
    func crowded() async throws {
        let network = try TestNetwork()
        let stations = try (1...6).map { try station("03\($0)", network) }
        let listener = try await TestListener(network.host, bufferBytes: 100 << 10)
        let endings = try await withThrowingTaskGroup(of: SessionReport.Ending.self) { tasks in
            for station in stations {
                tasks.addTask { try await station.call(listener.address).report.ending }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(endings == Array(repeating: .done, count: 6))
        for station in stations { try expectSame(network.host, station) }
        // A second device of a place gets all of it back down.
        let second = try network.member(of: "031", home: "031b")
        #expect(try await second.call(listener.address).report.ending == .done)
        try expectSame(network.host, second)
        #expect(try second.status().photosHeld == 2)
        #expect(try network.host.status().photosHeld == 12)
        await listener.stop()
    }

    @Test("whoever fills it and does not go on is told so, and the others go on")
    func inTheWay() async throws {
        let network = try TestNetwork()
        let stuck = try network.station("037")
        let other = try station("038", network)
        var limits = LineLimits()
        limits.crowdedMax = .milliseconds(300)
        let listener = try await TestListener(network.host, limits: limits, bufferBytes: 100 << 10)
        // A hello, then the head of a frame of 1 MiB, and a little of it.
        let bytes =
            try RawLine.hello(of: stuck, to: network.host) + [3, 0, 0x10, 0, 0] + [UInt8](repeating: 0, count: 99)
        async let said = RawLine.send(bytes, as: stuck, to: listener.address)
        while !listener.isRoomHeld { await Task.yield() }
        #expect(try await other.call(listener.address).report.ending == .done)
        guard case .refusal(let refusal)? = try await said.last else {
            Issue.record("nothing was said to it")
            return
        }
        #expect(refusal.reason == .busy)
        #expect(await listener.records(2).contains { $0.refusal == .busy && $0.label == "037" })
        try expectSame(network.host, other)
        await listener.stop()
    }
}
