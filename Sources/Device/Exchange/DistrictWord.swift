import Bundles
import Causality
package import FieldRecords
import Store
import Synchronization

/// What the district has of a device's own, by the newest receipt of a host that came home: "the district has
/// everything up to 037-214 (by the stick of 14 Nov)".
///
/// Every number follows from receipts and from what is held here; nothing is believed because it was sent.
package struct DistrictWord: Sendable {
    package struct Receipt: Sendable {
        /// By the host's clock, when it gave the receipt.
        package let date: CivilDate
        /// `stick`, `sync`; nil where nobody noted how it came.
        package let way: String?
        /// Whether its year is another than this device's own.
        package let isOfAnotherYear: Bool
    }

    /// Whether it counts what this device writes.
    package let standing: OwnStanding
    /// Nil where none has come home yet.
    package let receipt: Receipt?
    /// The number of the last of this device's records, all of which and all before which the district has, those that
    /// it numbered under a former name among them; nil where it does not have the first, or there is none, and
    /// where what it has does not count.
    package let upTo: String?
    /// Records held here that the district has nothing of.
    package let recordsNew: Int
    /// Records that it has, without the latest changes.
    package let recordsChanged: Int
    package let photos: Int

    package var isAll: Bool { recordsNew + recordsChanged + photos == 0 }
}

extension DistrictWord {
    /// - Returns: nil at the host, which is the district.
    init?(_ reading: StoreReading, own: Own, photosWaiting: Int, at device: Device) throws {
        guard !own.isHost else { return nil }
        let places = own.places
        let hosts = try Device.hosts(reading, own: own)
        let known = try reading.confirmed(by: hosts, own: own)
        var newest: (label: String, receipt: Bundles.Receipt)?
        for host in hosts {
            guard let given = try reading.newestReceipt(of: host.replica) else { continue }
            if given.time >= newest?.receipt.time ?? HybridTime(bits: 0) { newest = (host.label, given) }
        }
        let unknown = try device.unknownToDistrict.withLock {
            try $0.bringUpToDate(reading, places: places, beyond: known, own: own.identities(reading))
        }
        recordsNew = unknown.new
        recordsChanged = unknown.changed
        photos = photosWaiting
        standing = try OwnStanding(reading, own: own)
        upTo = standing.isUncounted ? nil : try unknown.upTo.map { try Device.number(of: $0, in: reading) }
        receipt = try newest.map { newest in
            let date = own.moment(newest.receipt.time.milliseconds).date
            return Receipt(
                date: date, way: try reading.wayHome(ofReceipt: newest.receipt.number, from: newest.label),
                isOfAnotherYear: date.parts.year != own.moment(device.environment.now()).date.parts.year)
        }
    }
}

extension StoreReading {
    /// How far the hosts are known to have each log, by their receipts.
    ///
    /// Nobody but this device writes its logs, under its name or a former one, unless its file was copied or put back.
    /// A receipt for more of one than is here may tell of another branch: what it says of that log is no word on what
    /// is here, until the rest came and can be compared.
    func confirmed(by hosts: [StoredReplica], own: Own) throws -> [LogID: UInt64] {
        var known: [LogID: UInt64] = [:]
        for host in hosts {
            for (log, sequence) in try acknowledged(by: host.replica) { known[log] = max(known[log] ?? 0, sequence) }
        }
        let held = try held(of: own.places)
        for (log, sequence) in known where sequence > held[log]?.sequence ?? 0 {
            if try isOurs(log.replica) { known[log] = 0 }
        }
        return known
    }
}
