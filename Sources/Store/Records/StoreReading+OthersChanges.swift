package import Causality
package import FieldRecords
import GRDB

extension StoreReading {
    /// The applied changes of a place that devices of other nodes wrote, of every log the last ones.
    ///
    /// - Parameters:
    ///   - node: whose own devices are left out.
    ///   - milliseconds: changes before this time, and all before them in their log, are left out.
    ///   - limit: the most that are looked at of one log.
    /// - Returns: the changes in their order, and whether a log may have more of them.
    package func changes(
        at place: PlaceID, notWrittenAt node: UInt64, since milliseconds: Int64, last limit: Int
    ) throws -> (changes: [Change], isCut: Bool) {
        guard let place = try placeRow(place) else { return ([], false) }
        let logs = try rows(
            "SELECT log.id, log.applied, replica.node FROM log JOIN replica ON replica.id = log.replica WHERE place = ?",
            [place])
        var (found, isCut): ([Change], Bool) = ([], false)
        for row in logs where try row.readNode(2) != node {
            let (log, applied) = (try row.read(0) as Int64, try row.read(1) as Int64)
            for sequence in stride(from: applied, to: 0, by: -1) {
                let dot = Dot(log: log, sequence: UInt64(sequence))
                guard let stored = try storedChange(dot), stored.change.time.milliseconds >= milliseconds else { break }
                guard applied - sequence < Int64(limit) else {
                    isCut = true
                    break
                }
                if try void(dot) == nil { found.append(stored.change) }
            }
        }
        return (found.sorted { $0.time < $1.time }, isCut)
    }
}
