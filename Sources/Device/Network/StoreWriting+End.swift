import Causality
import FieldRecords
import Foundation
import Store

extension StoreReading {
    /// Whether the host ever let a device in. What a program of today tells of one that it never did is `refused`; an
    /// older one told no more than that the device was revoked, and no notice had said before that it was enrolled.
    func wasAdmitted(_ replica: StoredReplica) throws -> Bool {
        guard replica.standing == .revoked else { return replica.standing.wasAdmitted }
        let key = Data(replica.replica.bytes).base64EncodedString()
        return try memberNotices(key: key).contains { notice in
            try changes(ofRecord: notice.row).contains { change in
                guard change.void == nil, case .text(let standing)? = change.change.writing?["standing"] else {
                    return false
                }
                return standing != Standing.revoked.rawValue
            }
        }
    }
}

extension StoreWriting {
    /// Ends a device that was let in: cuts its logs and tells so.
    func end(_ replica: StoredReplica, as standing: Standing, own: Own, wall: Int64) throws {
        // What a thief brought after the device was ended stays out.
        if !replica.standing.isEnded || standing == .retired {
            try publishCuts(of: replica.replica, own: own, wall: wall)
        }
        try publishMember(row: replica.row, label: replica.label, standing: standing, own: own, wall: wall)
    }

    /// Refuses for good a device that was never let in: nothing that it wrote counts, nor will.
    func refuse(_ replica: StoredReplica, own: Own, wall: Int64) throws {
        // Programs that know nothing of `refused` go by the cuts.
        try publishCuts(of: replica.replica, atNothing: true, own: own, wall: wall)
        try publishMember(row: replica.row, label: replica.label, standing: .refused, own: own, wall: wall)
    }

    /// Cuts every log of a device at what is held of it, or before its first change.
    private func publishCuts(of replica: ReplicaID, atNothing: Bool = false, own: Own, wall: Int64) throws {
        let key = Data(replica.bytes).base64EncodedString()
        let cuts = try notices(.cut)
        for (log, mark) in try held(of: own.tree.places(heldAt: own.node)) where log.replica == replica {
            let known = cuts.first { $0.fields["key"] == .text(key) && $0.fields["place"] == .text("\(log.place)") }
            let (sequence, chain): (Int64, UInt64) = atNothing ? (0, 0) : (Int64(mark.sequence), mark.chainPrefix)
            // The host may have been restored from before it said more.
            if !atNothing, case .integer(let cut)? = known?.fields["sequence"], cut >= sequence { continue }
            try publish(
                .cut,
                [
                    "key": .text(key), "place": .text("\(log.place)"), "sequence": .integer(sequence),
                    "chain": .text(String(chain, radix: 16)),
                ], replacing: known, own: own, wall: wall)
        }
    }
}
