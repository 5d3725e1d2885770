import Device
import FieldRecords
import Foundation
import Testing

@testable import DeviceTests

extension TestNetwork {
    /// Begins so many issues in one import, which is one transaction.
    func addIssues(_ count: Int, at device: Device, note: (Int) -> String) throws {
        let lines = (0..<count).map { "{\"kind\":\"other\",\"title\":\"诉求 \($0)\",\"note\":\"\(note($0))\"}" }
        let rows = try device.rows(try write(Array(lines.joined(separator: "\n").utf8), "jsonl"))
        #expect(rows.added == count, "\(rows.refused.map(\.reason.en))")
    }
}

extension Cases {
    @Suite struct Deliveries {
        // sqlite-sync 1.1.4
        @Test("case 5: a bundle cut anywhere inside one transaction, the rest a week later by another bundle")
        func cutInsideTransaction() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            // Long notes, so that the changes of the one transaction fill several frames.
            try network.addIssues(24, at: station) { String(repeating: "长 \($0) ", count: 9_000) }
            let bytes = try network.bundleForHost(from: station).bytes()
            let frames = BundleFrames(bytes)
            #expect(frames.count == 2)
            network.clock.advance(days: 7)
            try station.addIssue([("title", "一周以后")])
            let later = try network.bundleForHost(from: station)
            let cuts = (0..<frames.count).flatMap {
                [frames.offsets[$0], frames.offsets[$0] + 3, frames.middle(of: $0)]
            }
            var reached: Set<Int> = []
            for (index, cut) in cuts.enumerated() {
                try network.copyHome("host", to: "host \(index)")
                let host = try network.openCopy("host \(index)", isNoticed: false)
                let part = try host.take(try network.write(Array(bytes.prefix(cut)), "yilu"))
                #expect(part.problems.map(\.kind) == [.badData], "cut at \(cut) of \(bytes.count)")
                #expect(try host.numbers().count == part.changes.applied)
                reached.insert(part.changes.applied)
                let rest = try host.take(later)
                #expect(rest.problems.isEmpty)
                #expect(rest.changes.all == [25 - part.changes.applied, part.changes.applied, 0, 0])
                try expectSame(host, station)
                if index == cuts.count - 1 { try expectSound(host) }
            }
            #expect(reached.count == 2, "nothing, or a part of the transaction: \(reached.sorted())")
        }

        // automerge-classic 394, Automerge 489
        @Test("case 16: a hole asked of who has it not either holds nothing up, and is closed in one round trip")
        func hole() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            let others = try ["037b", "037c"].map { try network.member(of: "037", home: $0) }
            for device in [station] + others { try network.carry(network.host, to: device) }
            try station.addIssue()
            for other in others { try network.exchange(station, other) }
            try network.addIssues(1_000, at: station) { "\($0)" }
            try station.addIssue()
            for other in others {
                // The second frame brings nearly all of them; it is damaged on its way.
                var bytes = try network.bundle(from: station, to: other).bytes()
                bytes[BundleFrames(bytes).middle(of: 1)] ^= 1
                let summary = try other.take(try network.write(bytes, "yilu"))
                #expect(summary.missing.map(\.text) == ["037: 2 to 1000"])
            }
            // Who asks one that has it not either gets nothing of it, and everything else.
            try others[1].addIssue([("title", "别的日志")])
            for _ in 0..<2 { try network.exchange(others[0], others[1]) }
            #expect(try others[0].numbers().count == 2)
            for (from, to) in [(0, 1), (1, 0)] {
                let sent = try others[from].exportBundle(
                    to: try others[to].status().replica, out: network.freshPath("yilu"))
                #expect(sent.map(\.changes) == [0], "nothing goes round and round")
                #expect(try others[from].status().missing.map(\.text) == ["037: 2 to 1000"])
            }
            try network.exchange(others[0], station)
            #expect(try others[0].numbers().count == 1_003)
            #expect(try others[0].status().missing.isEmpty)
            try expectSame(station, others[0])
            try expectSound(others[0])
        }

        // syncyomi 242
        @Test(
            "case 17: the same bundle three times, two interleaved, the older last, and own changes coming home change nothing"
        )
        func repeated() throws {
            let trio = try Trio()
            let network = trio.network
            for index in 0..<3 { try trio[0].addIssue([("title", "甲 \(index)")]) }
            let older = try network.bundle(from: trio[0], to: trio[1])
            for index in 0..<2 { try trio[0].addIssue([("title", "乙 \(index)")]) }
            let newer = try network.bundle(from: trio[0], to: trio[1])
            try network.copyHome("037b", to: "other order")
            let other = try network.openCopy("other order", isNoticed: false)
            try trio[1].take(older)
            try trio[1].take(newer)
            let straight = try logs("037b", network)

            let frames = BundleFrames(try newer.bytes())
            let part = try network.write(Array(try newer.bytes().prefix(frames.middle(of: frames.count - 1))), "yilu")
            for file in [part, older, newer, older, older, older, newer] { try other.take(file) }
            #expect(try logs("other order", network) == straight)
            try expectSame(other, trio[0])

            // Its own changes come home from one that has no receipt of it.
            try network.carry(trio[0], to: network.host)
            try network.carry(network.host, to: trio[2])
            let before = try logs("037", network)
            let home = try network.carry(trio[2], to: trio[0])
            #expect(home.changes.applied == 0 && home.changes.already >= 6)
            #expect(try logs("037", network) == before, "no marker, and nothing written twice")
            let changes = try trio[0].status().changes
            try trio[0].addIssue()
            #expect(try trio[0].status().changes == changes + 1)
        }

        /// All that stands in the logs of a device.
        private func logs(_ home: String, _ network: TestNetwork) throws -> [String] {
            try StoreFile(network.path(home)).dump("chunk", "head", "record", "parked", "fork")
        }
    }
}
