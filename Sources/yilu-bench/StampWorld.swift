import Bundles
import Causality
import Device
import FieldRecords
import Seeds
import Synchronization

/// A network whose clock goes on by seconds to hours from one save to the next.
final class StampWorld {
    struct Sizes {
        var changes = 0.0
        var stampBytes = 0.0
        var timeBytes = 0.0
    }

    let network: BenchNetwork
    private let clock = TickingClock()
    private var random = SeededRandom(409)

    init(folder: String, isOpen: Bool) throws {
        network = try BenchNetwork(folder: folder, isOpen: isOpen, environment: clock.environment)
    }

    func write(_ saves: Int, at devices: [Device]) throws {
        for round in 0..<saves {
            for device in devices {
                clock.advance(milliseconds: Int64(random.below(7_200_000 / devices.count + 1)))
                _ = try device.addRecord(
                    form: "visit", typed: [("services", "hot_water"), ("people", "\(round + 1)")], files: [],
                    place: nil, by: nil)
            }
        }
    }

    func exchange(_ devices: [Device], back: [Device]) throws {
        for device in devices { try network.carry(device, to: network.host, as: "host") }
        for device in back { try network.carry(network.host, to: device, as: try device.status().replica) }
    }

    /// What the devices' own logs at the records' place take, and what of that is stamps and times.
    func sizes(of devices: [Device]) throws -> Sizes {
        var sizes = Sizes()
        for device in devices {
            try network.chunks(writtenBy: device) { chunk in
                let people = chunk.changes.filter { $0.kind != .mark }
                guard !people.isEmpty else { return }
                let plain = people.enumerated().map { index, change in
                    change.with(context: SeenContext(own: chunk.first + UInt64(index) - 1))
                }
                let timeless = plain.map { $0.with(time: plain[0].time) }
                let whole = try StampWorld.bytes(chunk, chunk.changes)
                let withoutContexts = try StampWorld.bytes(chunk, plain)
                sizes.changes += Double(people.count)
                sizes.stampBytes += whole - withoutContexts
                sizes.timeBytes += try withoutContexts - StampWorld.bytes(chunk, timeless)
            }
        }
        return sizes
    }

    private static func bytes(_ chunk: Chunk, _ changes: [Change]) throws -> Double {
        let other = Chunk(
            log: chunk.log, first: chunk.first, previous: chunk.previous, changes: changes,
            signature: chunk.signature)
        return Double(try Frame.packed(other.encoded).count)
    }
}

extension Change {
    fileprivate func with(context: SeenContext? = nil, time: HybridTime? = nil) -> Change {
        Change(
            time: time ?? self.time, author: author, context: context ?? self.context, action: action,
            isSettlement: isSettlement)
    }
}

/// A clock that goes on when it is told to.
final class TickingClock: Sendable {
    private let now = Mutex<Int64>(1_735_700_000_000)

    func advance(milliseconds: Int64) { now.withLock { $0 += milliseconds } }

    var environment: Environment {
        var environment = Environment.system
        environment.now = { [self] in now.withLock { $0 } }
        return environment
    }
}
