import Device
import FieldRecords
import Foundation
import Simulation
import Testing

@testable import DeviceTests

extension Cases {
    @Suite struct FailedImports {
        /// All that an import may touch.
        private static func state(_ file: StoreFile) throws -> [String] {
            try file.dump("chunk", "record", "log", "head", "parked", "receipt", "place", "context")
        }

        // sqlite-sync 1.1.4
        @Test(
            "case 7: an import that fails on any change leaves nothing of its chunk, and the next delivery is not skipped"
        )
        func constraint() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            for index in 1...5 { try station.addIssue([("title", "第 \(index) 条")]) }
            let bundle = try network.bundleForHost(from: station)
            let file = StoreFile(network.path("host"))
            let before = try Self.state(file)
            for (table, condition) in (1...5).map({ ("record", "NEW.number = \($0)") })
                + [("chunk", "NEW.last = 5"), ("head", "NEW.sequence = 5")]
            {
                try file.execute(
                    """
                    CREATE TRIGGER fails BEFORE INSERT ON \(table) WHEN \(condition)
                    BEGIN SELECT RAISE(ABORT, 'a constraint'); END
                    """)
                #expect(throws: DeviceError.self) { try network.host.take(bundle) }
                try file.execute("DROP TRIGGER fails")
                #expect(try Self.state(file) == before, "failed on \(table), \(condition)")
            }
            try station.addIssue([("title", "下一次")])
            let next = try network.host.take(try network.bundleForHost(from: station))
            #expect(next.changes.all == [6, 0, 0, 0], "all of it comes with the next delivery")
            try expectSame(network.host, station)
            try expectSound(network.host)
        }

        // sqlite-sync 1.1.4
        @Test("case 7: an import that finds the disk full says so, leaves nothing of its chunk, and is made up for")
        func full() throws {
            let trial = try DiskTrial(seed: 7)
            let network = trial.network
            for index in 0..<16 {
                try network.host.addIssue(
                    [("title", "第 \(index) 条"), ("note", String(repeating: "长", count: 20_000))], place: "037")
            }
            let bundle = try network.bundle(from: network.host, to: try trial.station)
            let before = try Self.state(trial.file)
            expectFailure(.inputOutput) { _ = try trial.attempt(.full) { try $0.take(bundle) } }
            #expect(try Self.state(trial.file) == before)
            try trial.station.addIssue([("title", "有地方了")])
            let taken = try trial.station.take(bundle)
            #expect(taken.changes.applied == 16)
            try network.host.take(try network.bundleForHost(from: try trial.station))
            try expectSame(network.host, try trial.station)
            try expectSound(try trial.station)
        }

        @Test("case 7: an import that finds the disk full while it reads ahead says so, and is made up for")
        func fullWhileReadingAhead() throws {
            let trial = try DiskTrial(seed: 7)
            let network = trial.network
            // Some seventeen such notes fill a frame. Each is another, or a chunk would hold it once.
            let count = 150
            for index in 0..<count {
                try network.host.addIssue(
                    [("title", "第 \(index) 条"), ("note", "\(index)" + String(repeating: "长", count: 20_000))],
                    place: "037")
            }
            let bundle = try network.bundle(from: network.host, to: try trial.station)
            #expect(try BundleFrames(bundle.bytes()).count >= 8)
            let before = try Self.state(trial.file)
            var taken = 0
            expectFailure(.inputOutput) {
                _ = try trial.station.importBundle(file: bundle) { _, _ in
                    taken += 1
                    guard taken == 2 else { return }
                    // Time to read as far ahead as may be; then the transaction has lasted long enough, and ends.
                    Thread.sleep(forTimeInterval: 0.5)
                    network.clock.advance(days: 1)
                    trial.volume.fail(.full)
                }
            }
            trial.volume.fail(nil)
            #expect(taken == 2, "frames were left that nobody asked for")
            #expect(try Self.state(trial.file) == before)
            #expect(try trial.station.take(bundle).changes.applied == count)
            try expectSame(network.host, try trial.station)
            try expectSound(try trial.station)
        }

        // sqlite-sync 1.1.4
        @Test(
            "case 7: an import that another process keeps waiting says who holds the store, and is made up for",
            .enabled(if: isLongTrial, "it waits for ten seconds"))
        func locked() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            try station.addIssue()
            let bundle = try network.bundleForHost(from: station)
            let lock = open(network.path("host") + "/yilu.lock", O_RDWR)
            #expect(lock >= 0 && flock(lock, LOCK_EX) == 0)
            let before = try Self.state(StoreFile(network.path("host")))
            expectFailure(.tryAgain) { try network.host.take(bundle) }
            #expect(try Self.state(StoreFile(network.path("host"))) == before)
            close(lock)
            #expect(try network.host.take(bundle).changes.applied == 1)
            try expectSame(network.host, station)
        }
    }
}
