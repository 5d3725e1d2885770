import Causality
import FieldRecords
import Foundation
import Membership
import Store

/// A district of one station, in a folder of its own that goes when the network goes.
final class TestNetwork {
    let root: NetworkRoot
    let folder: String
    private(set) var replicas: [TestReplica] = []

    /// Where the host's device stands.
    static let district = PlaceID(node: 1)
    /// Where records are written.
    static let station = PlaceID(node: 0x37)

    var network: NetworkID { root.network }

    /// - Parameters:
    ///   - stations: how many devices stand at the station; each begins with the host's word on none of the others.
    ///   - enrolled: whether all know one another as enrolled from the start.
    init(stations: Int, enrolled: Bool = true) throws {
        root = try NetworkRoot.generate()
        folder = FileManager.default.temporaryDirectory.path + "/yilu-store-\(UUID().uuidString)"
        for index in 0..<stations { try join("037" + ["", "b", "c", "d"][index], at: TestNetwork.station) }
        guard enrolled else { return }
        for one in replicas {
            for other in replicas { try one.meet(other, standing: .enrolled) }
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A new device with a store of its own, which knows nobody yet.
    @discardableResult
    func join(_ label: String, at place: PlaceID) throws -> TestReplica {
        let replica = try TestReplica(
            root: root, label: label, place: place, home: folder + "/" + label, sidecar: folder + "/sidecar")
        replicas.append(replica)
        return replica
    }

    /// The devices at the station.
    var stationReplicas: [TestReplica] { replicas.filter { $0.member.place == TestNetwork.station } }
}
