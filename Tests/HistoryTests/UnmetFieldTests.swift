import Device
import FieldRecords
import Testing

@testable import DeviceTests

extension Cases {
    @Suite("Fields that only what does not count has set")
    struct UnmetFields {
        @Test("trouble no check, and count where a cut is moved beyond them")
        func cut() throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            let other = try network.member(of: "037", home: "037b")
            try station.addIssue([("title", "之前")])
            try network.exchange(station, network.host)
            try network.carry(network.host, to: other)
            try network.host.retire("037")
            _ = try station.addRecord(
                form: "activity", typed: [("title", "路上"), ("people", "3")], files: [], place: nil, by: nil)
            try network.host.take(try network.bundleForHost(from: station))
            try network.carry(network.host, to: other)
            try expectSound(network.host, other)
            try network.host.retire("037")
            try network.carry(network.host, to: other)
            for device in [network.host, other] { #expect(try device.titles() == ["之前", "路上"]) }
            try expectSame(network.host, other)
            try expectSound(network.host, other)
        }
    }
}
