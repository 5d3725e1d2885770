import Device
import FieldRecords
import Foundation
import Simulation
import Testing

@testable import DeviceTests

extension Cases {
    @Suite struct InterruptedWrites {
        /// What a process may be killed at.
        enum Work: CaseIterable { case save, export, take }

        private static let trials =
            isLongTrial
            ? Work.allCases.flatMap { [($0, false), ($0, true)] }
            : [(Work.save, false), (.save, true), (.export, false), (.take, true)]

        // Syncthing 6335
        @Test(
            "case 3: killed at every write of a commit, no number is ever issued twice with other bytes",
            arguments: trials)
        func killed(work: Work, losingPower: Bool) throws {
            let trial = try DiskTrial(seed: 3)
            let network = trial.network
            var acknowledged: Set<String> = []
            var write = 0
            while true {
                var file = ""
                if work == .take {
                    try network.host.addIssue([("title", "主机 \(write)")], place: "037")
                    file = try network.bundle(from: network.host, to: try trial.station)
                }
                let title = "第 \(write) 次"
                let isDone: Void? = try trial.attempt(.dies(afterWrites: write)) { station in
                    switch work {
                    case .save:
                        try station.addIssue([("title", title)])
                        acknowledged.insert(title)
                    case .export: _ = try network.bundleForHost(from: station)
                    case .take: try station.take(file)
                    }
                }
                try trial.restart(losingPower: losingPower)
                if isDone != nil { break }
                write += 1
                // The next number goes to somebody else's words, and now and then all there is is carried away.
                let next = "\(write) 次以后"
                try trial.station.addIssue([("title", next)])
                acknowledged.insert(next)
                guard write.isMultiple(of: 4) else { continue }
                try network.host.take(try network.bundleForHost(from: try trial.station))
            }
            #expect(write > 4, "\(write) writes")
            try network.exchange(try trial.station, network.host)
            let station = try trial.station
            #expect(try acknowledged.isSubset(of: station.titles()))
            #expect(try station.status().replica == "037" && network.host.status().forks.isEmpty)
            try expectSame(network.host, station)
            try expectSound(network.host, station)
        }

        // Syncthing 5158, PouchDB 1240
        @Test(
            "case 4: power lost between a row and the cursor over it, in whatever order, leaves both or neither",
            arguments: 0..<4)
        func powerLost(seed: Int) throws {
            let trial = try DiskTrial(seed: UInt64(seed))
            let network = trial.network
            var faults: [Volume.Fault] = [.diesAfterSync(0), .diesAfterSync(1)]
            faults += stride(from: seed, to: 40, by: isLongTrial ? 1 : 4).map { .dies(afterWrites: $0) }
            for (index, fault) in faults.enumerated() {
                try network.host.addIssue([("title", "主机 \(index)")], place: "037")
                let file = try network.bundle(from: network.host, to: try trial.station)
                let taken = try trial.attempt(fault) { try $0.take(file) }
                try trial.restart(losingPower: true)
                let station = try trial.station
                let count = try station.numbers().count
                #expect(taken == nil ? count == index || count == index + 1 : count == index + 1)
                // What its receipt says is true, so the next bundle brings the rest, if any is lacking.
                try network.host.take(try network.bundleForHost(from: station))
                let rest = try network.carry(network.host, to: station)
                #expect(rest.changes.all == [index + 1 - count, 0, 0, 0])
                try expectSame(network.host, station)
            }
            try expectSound(try trial.station)
        }
    }
}
