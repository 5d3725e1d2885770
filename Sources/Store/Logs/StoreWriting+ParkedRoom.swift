import Bundles
import Foundation
import GRDB
import Membership

/// Whose changes share the room in which changes are put aside.
enum ParkedShare: Hashable {
    /// The devices of one invitation that the host lets count: whoever has the keys of one can make heirs of it.
    case invitation(String)
    /// All of those that it does not: whoever comes by an invitation can make as many as they like.
    case unheard

    /// What such changes may take together, as they lie in the file: unpacked.
    var bytesMax: Int64 {
        switch self {
        case .invitation: 64 << 20
        case .unheard: 32 << 20
        }
    }
}

/// Room for changes that cannot be taken in: those that wait for earlier ones, and branches of a log that do not keep its
/// name. A broken or hostile sender fills no disk, and takes no room from others.
extension StoreWriting {
    /// What all of them may take.
    private static let parkedBytesMax: Int64 = 256 << 20

    /// - Throws: ``StoreError/parkedFull(bytesMax:)``.
    func takeRoom(ofBytes count: Int, toPark log: LogRow) throws {
        let share = try share(ofReplica: log.replicaRow)
        var taken = try logs.parkedBytes ?? parkedBytes()
        taken[share, default: 0] += Int64(count)
        guard taken[share, default: 0] <= share.bytesMax else { throw StoreError.parkedFull(bytesMax: share.bytesMax) }
        // An earlier program let one share take all.
        guard taken.reduce(0, { $0 + min($1.value, $1.key.bytesMax) }) <= Self.parkedBytesMax else {
            throw StoreError.parkedFull(bytesMax: Self.parkedBytesMax)
        }
        logs.parkedBytes = taken
    }

    private func parkedBytes() throws -> [ParkedShare: Int64] {
        var taken: [ParkedShare: Int64] = [:]
        for row in try rows(
            "SELECT log.replica, sum(length(chunk)) FROM parked JOIN log ON log.id = parked.log GROUP BY log.replica")
        {
            taken[try share(ofReplica: try row.read(0)), default: 0] += try row.read(1)
        }
        return taken
    }

    private func share(ofReplica row: Int64) throws -> ParkedShare {
        guard let replica = try storedReplica(row: row), ![.waiting, .revoked].contains(replica.standing) else {
            return .unheard
        }
        return .invitation(replica.serial)
    }

    /// Drops what waits of a device that was revoked: beyond its cuts nothing of it comes to count. Whoever holds it offers
    /// it again when what comes before it is here.
    func dropParked(ofRevoked row: Int64) throws {
        try run(
            """
            DELETE FROM parked WHERE fork = 0 AND log IN (SELECT id FROM log WHERE replica = ?1)
                AND first > (SELECT coalesce(cut, 0) FROM log WHERE log.id = parked.log)
            """, [row])
        logs.parkedBytes = nil
    }
}
