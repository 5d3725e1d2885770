import Bundles
package import Causality
import GRDB

/// How far a log is held, and on which branch.
package struct HeldMark: Hashable, Sendable {
    package let sequence: UInt64
    /// The first 8 bytes of the chain hash there.
    package let chainPrefix: UInt64
}

extension StoreReading {
    /// How far every log of the places is held here.
    package func held(of places: [PlaceID]) throws -> [LogID: HeldMark] {
        var held: [LogID: HeldMark] = [:]
        for log in try logRows(of: places) where log.held > 0 {
            held[log.name] = HeldMark(sequence: log.held, chainPrefix: log.chain.prefix)
        }
        return held
    }

    /// How far a log is held here; nil where nothing of it is.
    package func held(_ name: LogID) throws -> HeldMark? {
        guard let number = try logNumber(name) else { return nil }
        let log = try logRow(number)
        return log.held > 0 ? HeldMark(sequence: log.held, chainPrefix: log.chain.prefix) : nil
    }

    /// How far the logs of the places may be acknowledged: as far as they are held, or, where a change has seen a
    /// branch that was never here, up to that change, so that it comes again with the branch; and only to before one
    /// whose personal values were left out, so that it comes again from whoever has them.
    package func acknowledgeable(of places: [PlaceID]) throws -> [LogID: HeldMark] {
        var marks = try held(of: places)
        for row in try rows(Self.logColumns + " WHERE log.stopped = ?", [StopReason.unknownBranch.rawValue]) {
            let log = try Self.logRow(row)
            guard marks[log.name] != nil else { continue }
            marks[log.name] = try chainPrefix(of: log.name, at: log.applied).map {
                HeldMark(sequence: log.applied, chainPrefix: $0)
            }
        }
        for (row, first) in try lackingValues() {
            let name = try logName(row: row)
            guard let mark = marks[name], mark.sequence >= first else { continue }
            marks[name] = try chainPrefix(at: Dot(log: row, sequence: first - 1)).map {
                HeldMark(sequence: first - 1, chainPrefix: $0)
            }
        }
        return marks
    }
}
