package import Bundles
package import Causality

extension StoreReading {
    /// What is held here of some places and one receipt does not cover, whatever its giver or others said before.
    ///
    /// Nobody but this device writes its logs, so what is told of more of them than is here may be of another branch. Of
    /// the giver's own log nothing need be compared.
    package func ranges(of places: [PlaceID], beyond receipt: Receipt) throws -> [LogRange] {
        let told = Dictionary(uniqueKeysWithValues: receipt.entries.map { ($0.log, $0) })
        return try logRows(of: places).compactMap { log in
            let known = try told[log.name].map { try covered(of: log, by: $0, from: receipt.replica) } ?? 0
            return known < log.held ? LogRange(log: log.name, from: known + 1, through: log.held) : nil
        }
    }

    private func covered(of log: LogRow, by entry: Receipt.Entry, from giver: ReplicaID) throws -> UInt64 {
        if entry.sequence > log.held {
            if try isOurs(log.name.replica) { return 0 }
            if log.name.replica == giver { return entry.sequence }
        }
        return try certain(of: HeldMark(sequence: entry.sequence, chainPrefix: entry.chainPrefix), log: log.id)
    }
}
