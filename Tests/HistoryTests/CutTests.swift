import Device
import Testing

@testable import DeviceTests

extension Cases {
    @Suite("A log that was cut")
    struct Cuts {
        @Test("keeps the history that the host cut, whatever a thief writes in its place", arguments: [false, true])
        func rewrittenPast(cutComesFirst: Bool) throws {
            let network = try TestNetwork()
            let good = try network.station("037")
            let lost = try network.member(of: "037", home: "037b")
            try network.carry(network.host, to: good)
            try lost.addIssue([("title", "一")])
            try network.exchange(lost, network.host)
            try network.copyHome("037b", to: "stolen")
            try lost.addIssue([("title", "二")])
            try lost.addIssue([("title", "三")])
            try network.exchange(lost, network.host)
            try network.host.revoke("037b")
            try network.carry(network.host, to: good)
            let late = try network.station("038")
            // By its hashes every second of these branches would have kept the name.
            for attempt in 0..<8 {
                try network.copyHome("stolen", to: "thief \(attempt)")
                let thief = try network.openCopy("thief \(attempt)", isNoticed: false)
                try thief.addIssue([("title", "偷 \(attempt)")])
                let file = try network.bundle(from: thief, to: good)
                if cutComesFirst { try good.take(file) }
                try network.host.take(try network.bundleForHost(from: thief))
                for device in [network.host] + (cutComesFirst ? [good] : []) {
                    #expect(try device.titles() == ["一", "三", "二"])
                }
            }
            try network.exchange(good, network.host)
            for device in [network.host, good] {
                #expect(try device.titles() == ["一", "三", "二"])
                try expectSound(device)
            }
            try expectSame(network.host, good)
            #expect(try late.titles().isEmpty)
        }

        @Test("gives the name back to the history that was cut, where another had taken it before the word came")
        func tookTheName() throws {
            let network = try TestNetwork()
            let good = try network.station("037")
            let lost = try network.member(of: "037", home: "037b")
            try network.carry(network.host, to: good)
            try lost.addIssue([("title", "一")])
            try network.exchange(lost, network.host)
            try network.copyHome("037b", to: "stolen")
            try lost.addIssue([("title", "二")])
            try network.carry(lost, to: network.host)
            try network.carry(network.host, to: good)
            try network.host.revoke("037b")
            var hasGivenWay = false
            for attempt in 0..<16 where !hasGivenWay {
                try network.copyHome("stolen", to: "thief \(attempt)")
                let thief = try network.openCopy("thief \(attempt)", isNoticed: false)
                try thief.addIssue([("title", "偷 \(attempt)")])
                try good.take(try network.bundle(from: thief, to: good))
                hasGivenWay = try good.titles() != ["一", "二"]
            }
            #expect(hasGivenWay, "one in 65,536 times all sixteen lose by their hash")
            try network.exchange(good, network.host)
            try network.exchange(good, network.host)
            for device in [network.host, good] {
                #expect(try device.titles() == ["一", "二"])
                try expectSound(device)
            }
            try expectSame(network.host, good)
        }

        @Test("ends where the further of two words says, in whatever order they come")
        func twoWords() throws {
            let network = try TestNetwork()
            let second = try network.member(of: nil, home: "hostb")
            let station = try network.station("037")
            try network.exchange(network.host, second)
            let kept = try station.addIssue([("title", "一")])
            try network.carry(station, to: network.host)
            try network.carry(network.host, to: second)
            try station.edit(kept, "title", "二")
            try station.edit(kept, "title", "三")
            try second.take(try network.bundle(from: station, to: second))
            try network.host.revoke("037")
            try second.revoke("037")
            for _ in 0..<2 { try network.exchange(network.host, second) }
            for device in [network.host, second] {
                #expect(try device.text(kept, "title") == "三")
                try expectSound(device)
            }
            try expectSame(network.host, second)
        }

        @Test("is cut no further where its device is revoked again, nor called retired")
        func again() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            try station.addIssue([("title", "之前")])
            try network.exchange(station, network.host)
            try network.host.revoke("037")
            try station.addIssue([("title", "之后")])
            try network.carry(station, to: network.host)
            try network.host.revoke("037")
            #expect(try network.host.titles() == ["之前"])
            expectFailure(.badData) { try network.host.retire("037") }
            #expect(try network.host.members().first { $0.replica == "037" }?.standing == "revoked")
        }

        @Test("of a retired device counts further once it is retired again")
        func retiredAgain() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            try station.addIssue([("title", "之前")])
            try network.exchange(station, network.host)
            try network.host.retire("037")
            try station.addIssue([("title", "路上")])
            try network.host.take(try network.bundleForHost(from: station))
            #expect(try network.host.titles() == ["之前"])
            try network.host.retire("037")
            #expect(try network.host.titles() == ["之前", "路上"])
        }
    }
}
