import Device
import Testing

@testable import DeviceTests

extension Cases {
    @Suite struct CopiedFiles {
        // Turso 8129, Riak kv679
        @Test(
            "case 1: a copy put back between exports loses nothing: the third write reaches all, the second comes back",
            arguments: [true, false])
        func copyPutBack(isNoticed: Bool) throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            let second = try network.member(of: "037", home: "037b")
            try network.carry(network.host, to: station)
            try station.addIssue([("title", "一")])
            try network.exchange(station, network.host)
            try network.copyHome("037", to: "put back")
            try station.addIssue([("title", "二")])
            try network.exchange(station, network.host)
            let back = try network.openCopy("put back", isNoticed: isNoticed)
            #expect(try back.titles() == ["一"])
            try back.addIssue([("title", "三")])
            try network.spread([back, second])
            for device in [back, second, network.host] {
                #expect(try Set(device.titles()) == ["一", "二", "三"])
                #expect(try device.titles().count == 3)
            }
            try expectSame(network.host, back)
            try expectSame(network.host, second)
            try expectSound(network.host, back, second)
        }

        // q2 689
        @Test("case 2: two live clones that meet through a third keep both branches, tell of the fork, and fall silent")
        func liveClones() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            let third = try network.member(of: "037", home: "037b")
            try network.carry(network.host, to: station)
            try station.addIssue([("title", "共有")])
            try network.exchange(station, third)
            try network.copyHome("037", to: "clone")
            let clone = try network.openCopy("clone", isNoticed: false)
            try station.addIssue([("title", "原件")])
            try clone.addIssue([("title", "副本")])
            #expect(try station.numbers() == clone.numbers(), "the same dots with other content")
            try network.carry(station, to: third)
            let meeting = try network.carry(clone, to: third)
            #expect(!meeting.remarks.isEmpty, "the third tells of the fork at once")
            #expect(try third.status().forks.map(\.log) == ["037"])
            try network.spread([third, station, clone])
            let all = [network.host, third, station, clone]
            for device in all {
                #expect(try device.titles() == ["共有", "副本", "原件"])
                try expectSame(network.host, device)
                try expectSound(device)
            }
            for device in [third, station, clone] {
                try expectSilence(from: device, out: network.freshPath("yilu"), to: "host")
                let label = try #require(try device.members().first { $0.isThisDevice }).replica
                try expectSilence(from: network.host, out: network.freshPath("yilu"), to: label)
            }
        }

        private func expectSilence(from sender: Device, out: String, to receiver: String) throws {
            #expect(try sender.exportBundle(to: receiver, out: out).map(\.changes) == [0], "the other holds all")
        }

        // Riak kv679; ssb-ebt 59
        @Test(
            "case 11: a device that lost its file and kept its key gets everything, its own old changes too",
            arguments: [true, false])
        func lostFile(hasWritten: Bool) throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            let other = try network.member(of: "037", home: "037b")
            try network.carry(network.host, to: station)
            try network.copyHome("037", to: "empty")
            for index in 1...3 { try (hasWritten ? station : other).addIssue([("title", "旧 \(index)")]) }
            try other.addIssue([("title", "别人的")])
            for _ in 0..<4 {
                try network.exchange(station, network.host)
                try network.exchange(other, network.host)
            }
            let back = try network.openCopy("empty", isNoticed: false)
            #expect(try back.titles() == [])
            // The first bundle tells what it lacks, the next brings it; a device that wrote needs one more, in which it
            // has learnt that it is a successor.
            for _ in 0..<2 {
                try network.host.take(try network.bundleForHost(from: back))
                try network.carry(network.host, to: back)
            }
            #expect(try back.titles() == ["别人的", "旧 1", "旧 2", "旧 3"])
            try expectSame(network.host, back)
            try back.addIssue([("title", "新")])
            try network.spread([back, other])
            for device in [network.host, other] { #expect(try device.titles().contains("新")) }
            try expectSame(network.host, back)
            try expectSound(network.host, back)
        }
    }
}
