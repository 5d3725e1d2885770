import Bundles
import Causality
import Device
import FieldRecords
import Membership
import Testing

@testable import DeviceTests

extension Cases {
    @Suite struct RepeatedStatements {
        /// What a frame of a few kilobytes unpacks to.
        enum Flood: CaseIterable {
            case identities, receipts

            func frame(_ station: DishonestStation) throws -> [UInt8] {
                switch self {
                case .identities:
                    let copies = [Identity](repeating: station.identity, count: BundleSection.identitiesMax)
                    var content: [UInt8] = []
                    for _ in 0..<2 { BundleSection.identities(copies).append(to: &content) }
                    return try Frame.packed(content)
                case .receipts:
                    let receipt = Receipt(
                        replica: station.keys.replica, number: 1, time: HybridTime(milliseconds: 1_699_407_000_000),
                        places: [], entries: [], missing: [])
                    let signed = try SignedReceipt.sign(receipt, network: station.network, keys: station.keys)
                    var content: [UInt8] = []
                    for _ in 0..<20_000 { BundleSection.receipt(signed).append(to: &content) }
                    return try Frame.packed(content)
                }
            }
        }

        @Test(
            "one identity or receipt, thousands of times in a small bundle, costs hardly more than once",
            arguments: Flood.allCases)
        func flood(_ flood: Flood) throws {
            let network = try TestNetwork()
            let station = try network.station("037")
            let thief = try DishonestStation(network.path("037"))
            let frame = try flood.frame(thief)
            let bundle = try thief.bundle(frames: [[UInt8]](repeating: frame, count: flood == .identities ? 6 : 2))
            #expect(bundle.count < 200_000)
            let file = try network.write(bundle, "yilu")
            let start = ContinuousClock.now
            let summary = try network.host.take(file)
            let duration = start.duration(to: .now)
            #expect(summary.problems.isEmpty)
            // Each of them checked, it is half a minute or more.
            #expect(duration < .seconds(10))
            try network.exchange(station, network.host)
            try expectSame(network.host, station)
        }
    }
}
