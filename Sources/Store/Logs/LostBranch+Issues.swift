import Bundles
package import Causality
package import FieldRecords
import GRDB

/// Where a branch that lost its name was issued anew.
extension StoreReading {
    /// The names under which a record of a branch was issued anew, as far as that is here.
    func names(of record: RecordID, begunOn branch: LostBranch) throws -> [RecordID] {
        guard let beginning = branch.beginnings[record.number] else { return [] }
        return try issues(of: branch).compactMap { issue in
            let dot = Dot(log: issue, sequence: beginning - branch.first + 1)
            guard case .begin(let name, _, _)? = try storedChange(dot)?.change.action else { return nil }
            return name
        }
    }

    /// What a record is called now that somebody opened when a branch was held which has lost its name since, on which it
    /// was begun: empty where that is not here yet, nil where it is called as it was.
    package func names(of record: RecordID, at place: PlaceID, opened: OpenedContext) throws -> [RecordID]? {
        let log = LogID(replica: record.replica, place: place)
        guard let placeRow = try placeRow(place), let prefix = opened.chainPrefixes[log] else { return nil }
        let branches = try lostBranches(placeRow: placeRow).filter { branch in
            branch.holds(SeenDot(replica: log.replica, sequence: opened.vector[log], chainPrefix: prefix))
                && branch.beginnings[record.number] ?? .max <= opened.vector[log]
        }
        return branches.isEmpty ? nil : try branches.flatMap { try names(of: record, begunOn: $0) }
    }

    /// The logs that issue a branch anew: those of its replica's successors that begin with the branch's first change.
    fileprivate func issues(of branch: LostBranch) throws -> [Int64] {
        try heirs(of: branch.log).filter { log in
            try storedChange(Dot(log: log, sequence: 1))?.change.isIssue(of: branch.opening) == true
        }
    }

    /// The logs that the successors of a log's replica have at its place.
    func heirs(of log: Int64) throws -> [Int64] {
        try rows(
            """
            WITH RECURSIVE heir(id) AS (SELECT replica FROM log WHERE id = ?1 UNION
                SELECT replica.id FROM replica JOIN heir ON replica.predecessor = heir.id)
            SELECT log.id FROM log JOIN log AS one ON one.place = log.place
            WHERE one.id = ?1 AND log.id <> ?1 AND log.replica IN (SELECT id FROM heir) ORDER BY log.id
            """, [log]
        ).map { try $0.read(0) }
    }
}

extension StoreWriting {
    /// A log has grown: if it issues a branch anew, those who built on that may mean what it begins.
    func noteIssue(_ log: LogRow) throws {
        guard try !logsWithLostBranches(placeRow: log.placeRow).isEmpty,
            try integer("SELECT predecessor FROM replica WHERE id = ?", [log.replicaRow]) != nil
        else { return }
        let isIssue = try lostBranches(placeRow: log.placeRow).contains { branch in
            try !branch.beginnings.isEmpty && issues(of: branch).contains(log.id)
        }
        if isIssue { placesToMergeAnew.insert(log.placeRow) }
    }
}

extension Change {
    /// Whether this may be another change issued anew: all that stays the same is.
    func isIssue(of other: Change) -> Bool {
        time == other.time && author == other.author && kind == other.kind && isSettlement == other.isSettlement
            && writing?.patch == other.writing?.patch
            && writing?.personal?.commitments == other.writing?.personal?.commitments
    }
}
