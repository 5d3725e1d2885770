import Device
import Testing

@testable import DeviceTests

extension Cases {
    @Suite("A log that was cut")
    struct Cuts {
        /// A station's second device that was stolen, and wrote on before; the host holds all that it wrote.
        private struct Theft {
            let network: TestNetwork
            let good: Device
            let titles: [String]

            init(writtenSince titles: [String]) throws {
                network = try TestNetwork()
                good = try network.station("037")
                let lost = try network.member(of: "037", home: "037b")
                try network.carry(network.host, to: good)
                try lost.addIssue([("title", "0")])
                try network.exchange(lost, network.host)
                try network.copyHome("037b", to: "stolen")
                for title in titles { try lost.addIssue([("title", title)]) }
                try network.exchange(lost, network.host)
                self.titles = ["0"] + titles
            }

            /// Another history of the stolen device's log: by its hashes every second one would keep the name.
            func thief(_ attempt: Int) throws -> Device {
                try network.copyHome("stolen", to: "thief \(attempt)")
                let thief = try network.openCopy("thief \(attempt)", isNoticed: false)
                try thief.addIssue([("title", "stolen \(attempt)")])
                return thief
            }

            /// One whose history was taken for the true one by a device that had not heard the word; nil where its hash
            /// was the larger.
            static func thatTookTheName() throws -> Theft? {
                let theft = try Theft(writtenSince: ["1"])
                let (network, good) = (theft.network, theft.good)
                try network.carry(network.host, to: good)
                try network.host.revoke("037b")
                try good.take(try network.bundle(from: try theft.thief(0), to: good))
                return try good.titles() == theft.titles ? nil : theft
            }

            func expectNothingStolen(at devices: Device...) throws {
                for device in devices { #expect(try device.titles() == titles) }
            }
        }

        @Test("keeps the history that the host cut, whatever a thief writes in its place")
        func rewrittenPast() throws {
            let theft = try Theft(writtenSince: ["1", "2"])
            let (network, good) = (theft.network, theft.good)
            try network.host.revoke("037b")
            try network.carry(network.host, to: good)
            for attempt in 0..<8 {
                let thief = try theft.thief(attempt)
                try good.take(try network.bundle(from: thief, to: good))
                try network.host.take(try network.bundleForHost(from: thief))
                try theft.expectNothingStolen(at: network.host, good)
            }
            try network.exchange(good, network.host)
            try theft.expectNothingStolen(at: network.host, good)
            try expectSound(network.host, good)
            try expectSame(network.host, good)
        }

        @Test("gives the name back to the history that was cut, where another had taken it before the word came")
        func tookTheName() throws {
            var taken: Theft?
            for _ in 0..<40 where taken == nil { taken = try .thatTookTheName() }
            let theft = try #require(taken, "each time with one chance in two")
            let (network, good) = (theft.network, theft.good)
            for _ in 0..<2 { try network.exchange(good, network.host) }
            try theft.expectNothingStolen(at: network.host, good)
            try expectSound(network.host, good)
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
