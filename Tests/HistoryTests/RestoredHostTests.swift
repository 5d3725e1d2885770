import Device
import Foundation
import Testing

@testable import DeviceTests

extension Cases {
    @Suite struct RestoredHost {
        // CHT 8093
        @Test("case 12: stations offer again what a host restored from its backup had acknowledged")
        func restoredHost() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            try station.addIssue([("title", "备份之前")])
            try network.exchange(station, network.host)
            try network.host.backup(to: network.path("host.backup"), passphrase: nil)
            for index in 1...3 { try station.addIssue([("title", "备份之后 \(index)")]) }
            try network.exchange(station, network.host)
            #expect(try station.status().waitingChanges == 0, "the station believes that all of it arrived")
            let restored = try Device.restore(
                network.options("host2"), file: network.path("host.backup"), passphrase: nil)
            #expect(try restored.titles() == ["备份之前"])
            try network.carry(restored, to: station)
            #expect(try station.status().waitingChanges == 3, "and knows better now")
            try network.carry(station, to: restored)
            try network.carry(restored, to: station)
            #expect(try station.status().waitingChanges == 0)
            #expect(try restored.titles().count == 4)
            try expectSame(restored, station)
            try expectSound(restored, station)
        }
    }
}

extension PaperCases {
    @Suite struct RolledBackHost {
        /// When the host's disks are copied: before the station has written anything, or after its first record.
        @Test(
            "a host rolled back with its receipts, under its own name, is offered again what it lost",
            arguments: [0, 1, 3])
        func rolledBack(recordsBefore: Int) throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            for index in 0..<recordsBefore { try station.addIssue([("title", "之前 \(index)")]) }
            try network.exchange(station, network.host)
            try network.copyHome("host", to: "yesterday")
            // The host writes nothing of its own today: no number of its own is missing, only what came to it.
            for index in 1...4 {
                try station.addIssue([("title", "之后 \(index)")])
                try network.exchange(station, network.host)
            }
            network.clock.advance(days: 1)
            #expect(try station.status().waitingChanges == 0)
            let host = try network.openCopy("yesterday", isNoticed: false)
            #expect(try host.titles().count == recordsBefore)
            try network.carry(host, to: station)
            #expect(try station.status().waitingChanges == 4, "its receipt tells less than an earlier one did")
            try network.carry(station, to: host)
            #expect(try host.titles().count == recordsBefore + 4)
            try network.carry(host, to: station)
            #expect(try station.status().waitingChanges == 0)
            try expectSame(host, station)
            try expectSound(host, station)
        }

        @Test("an old receipt of a rolled back host that comes late does not count again")
        func lateReceipt() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            try network.exchange(station, network.host)
            try network.copyHome("host", to: "yesterday")
            var late: [String] = []
            for index in 1...3 {
                try station.addIssue([("title", "之后 \(index)")])
                try network.host.take(try network.bundleForHost(from: station))
                late.append(try network.bundle(from: network.host, to: station))
            }
            try station.take(late[1])
            network.clock.advance(days: 1)
            let host = try network.openCopy("yesterday", isNoticed: false)
            try network.carry(host, to: station)
            #expect(try station.status().waitingChanges == 3)
            // Two envelopes of before turn up: one with a lower number than is known, one with a higher.
            try station.take(late[0])
            try station.take(late[2])
            #expect(try station.status().waitingChanges == 3)
            try network.carry(station, to: host)
            #expect(try host.titles().count == 3)
            try expectSame(host, station)
        }

        @Test("a stick cleaned on the strength of a receipt that its writer no longer honours loses nothing")
        func cleanedStick() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            try network.exchange(station, network.host)
            try network.host.backup(to: network.path("host.backup"), passphrase: nil)
            try station.addIssue([("title", "U 盘上的")])
            let onStick = try network.bundleForHost(from: station)
            try network.host.take(onStick)
            try network.carry(network.host, to: station)
            #expect(try station.status().waitingChanges == 0)
            try FileManager.default.removeItem(atPath: onStick)
            let restored = try Device.restore(
                network.options("host2"), file: network.path("host.backup"), passphrase: nil)
            try network.carry(restored, to: station)
            try restored.take(try network.bundle(from: station, to: restored))
            #expect(try restored.titles() == ["U 盘上的"])
            try expectSame(restored, station)
        }
    }
}
