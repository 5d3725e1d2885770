import Causality
import FieldRecords
import Foundation
import GRDB

extension StoreWriting {
    /// Cuts the logs of the district's notices as its own devices' words on one another come to.
    func applyAuthority() throws {
        guard let place = try noticesRow().flatMap({ try self.place(row: $0) }) else { return }
        let reach = try districtAuthority(at: place).reach()
        for log in try logRows(of: [place]) where log.standing.wasAdmitted {
            let last = reach[log.name.replica] ?? 0
            try end(log, at: last == .max ? nil : last)
        }
    }

    /// Ends a log after a change, or nowhere, and folds anew what no longer counts, or counts again.
    func end(_ log: LogRow, at sequence: UInt64?) throws {
        guard log.cut != sequence else { return }
        try run("UPDATE log SET cut = ? WHERE id = ?", [sequence.map { Int64($0) }, log.id])
        try forgetLogs()
        try foldAnew(log: log.id, after: min(sequence ?? .max, log.cut ?? .max))
    }

    /// What the district's own devices say of one another, whether it counts or not.
    private func districtAuthority(at place: PlaceID) throws -> DistrictAuthority<ReplicaID> {
        let devices = try replicas().filter { $0.node == place.node }
        var sayings: [ReplicaID: [DistrictAuthority<ReplicaID>.Saying]] = [:]
        for (target, notices) in try notices(on: devices.map(\.replica), at: place) {
            let log = try log(LogID(replica: target, place: place))?.id
            for (dot, word) in try notices.flatMap({ try words(of: $0) }) {
                let seen = try log.map { try context(of: dot)[$0] } ?? 0
                sayings[try logName(row: dot.log).replica, default: []].append(
                    .init(sequence: dot.sequence, target: target, word: word, seen: seen))
            }
        }
        let admitted = devices.filter(\.standing.wasAdmitted).sorted { $0.replica < $1.replica }
        let keys = Dictionary(uniqueKeysWithValues: devices.map { ($0.row, $0.replica) })
        let heirs = admitted.filter { $0.predecessor.flatMap { keys[$0] } != nil }
        let founders = admitted.filter { $0.predecessor == nil && $0.alias == Notice.founderLabel }
        return DistrictAuthority(
            // Whoever knows no founder goes by what its invitation told.
            founders: (founders.isEmpty ? admitted : founders).map(\.replica),
            heirs: Dictionary(grouping: heirs) { $0.predecessor.flatMap { keys[$0] } ?? $0.replica }
                .mapValues { $0.map(\.replica) },
            sayings: sayings.mapValues { $0.sorted { ($0.sequence, $0.target) < ($1.sequence, $1.target) } })
    }

    /// The notices on each of the district's devices, and on where its log of notices ends; those too that count for
    /// nothing.
    private func notices(on devices: [ReplicaID], at place: PlaceID) throws -> [ReplicaID: [WorkingRecord]] {
        let keys = Dictionary(uniqueKeysWithValues: devices.map { (Data($0.bytes).base64EncodedString(), $0) })
        let placeRow = try noticesRow()
        var found = try rows(
            "SELECT id FROM record WHERE place = ? AND form IS NULL AND changes IS NOT NULL", [placeRow])
        for key in keys.keys {
            found += try rows(
                "SELECT id FROM record WHERE place = ? AND form IN (?, ?) AND json_extract(fields, '$.key') = ?",
                [placeRow, Notice.member.rawValue, Notice.cut.rawValue, key])
        }
        var notices: [ReplicaID: [WorkingRecord]] = [:]
        for row in found {
            guard let record = try storedRecord(try row.read(0)), let said = try said(by: record),
                let device = said.fields.text("key").flatMap({ keys[$0] }),
                said.notice == .member || said.notice == .cut && said.fields.text("place") == "\(place)"
            else { continue }
            notices[device, default: []].append(record)
        }
        return notices
    }

    /// What each change of such a notice says.
    private func words(
        of notice: WorkingRecord
    ) throws -> [(dot: Dot<Int64>, word: DistrictAuthority<ReplicaID>.Word)] {
        try notice.dots().compactMap { dot -> (dot: Dot<Int64>, word: DistrictAuthority<ReplicaID>.Word)? in
            guard let writing = try storedChange(dot)?.change.writing else { return nil }
            if case .integer(let sequence)? = writing["sequence"] {
                return (dot, .cuts(through: min(UInt64(clamping: sequence), UInt64(Dot<Int64>.sequenceMax))))
            }
            guard case .text(let text)? = writing["standing"], let standing = Standing(rawValue: text) else {
                return nil
            }
            if standing.isEnded { return (dot, .ends) }
            return standing == .enrolled ? (dot, .admits) : nil
        }
    }
}
