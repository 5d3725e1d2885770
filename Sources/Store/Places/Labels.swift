import Causality
import FieldRecords
import Foundation
import GRDB

/// What devices are called: by a label each, of which none means two, so that a number means one record too.
///
/// The district gives labels, and it may give one twice: a host that was restored does not know which it gave since its
/// backup. Whom the host named first keeps the label, by the host's earlier identity and then by the names of its
/// notices. So everybody who has heard the same calls every device the same, in whatever order they heard it.
struct Labels {
    private var taken: Set<String> = []

    /// Gives a device a label, or the label with the first digits of the device's key where another has it.
    mutating func give(_ label: String, to replica: ReplicaID) -> String {
        var given = label
        while !taken.insert(given).inserted { given += "~\("\(replica)".prefix(4))" }
        return given
    }
}

extension StoreWriting {
    /// Calls every device by its label, after something new was said of some.
    ///
    /// - Parameter notices: all notices on devices, by the device's key in Base64.
    func nameReplicas(by notices: [String: [MemberNotice]]) throws {
        var labels = Labels()
        var told: [ReplicaID: String] = [:]
        for (replica, label) in try labelsTold(by: notices) { told[replica] = labels.give(label, to: replica) }
        for row in try rows("SELECT id, key, label FROM replica ORDER BY id") {
            let (replica, known): (ReplicaID, String) = (try row.readReplica(1), try row.read(2))
            // Of whom nothing was told yet keeps the name that it has here, unless the district gave that to another.
            let label = told[replica] ?? labels.give(known, to: replica)
            guard label != known else { continue }
            try run("UPDATE replica SET label = ? WHERE id = ?", [label, try row.read(0) as Int64])
        }
    }

    /// What the district calls each device, the one that the host named first first.
    private func labelsTold(
        by notices: [String: [MemberNotice]]
    ) throws -> [(replica: ReplicaID, label: String)] {
        var successions: [ReplicaID: Int] = [:]
        var told: [(replica: ReplicaID, label: String, successions: Int, first: RecordID)] = []
        for (key, notices) in notices {
            guard let replica = Data(base64Encoded: key).flatMap({ ReplicaID(exactly: $0) }),
                let label = try label(toldBy: notices, of: key)
            else { continue }
            for notice in notices where successions[notice.name.replica] == nil {
                successions[notice.name.replica] = try succession(before: notice.name.replica)
            }
            // Another device of the host may have named it otherwise, and before.
            let telling = notices.filter { $0.label == label }
            let first = telling.map { (successions[$0.name.replica] ?? 0, $0.name) }.min { $0 < $1 }
            if let first { told.append((replica, label, first.0, first.1)) }
        }
        return told.sorted { ($0.successions, $0.first) < ($1.successions, $1.first) }.map { ($0.replica, $0.label) }
    }

    /// The label in the notice that counts.
    private func label(toldBy notices: [MemberNotice], of key: String) throws -> String? {
        guard notices.count > 1 else { return notices.first?.label }
        let counting = try memberNotices(key: key, rows: notices.map(\.row)).first
        return counting.flatMap { NoticeFields($0.fields).text("label") }
    }
}
