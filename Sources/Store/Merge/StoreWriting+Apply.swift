import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

extension StoreWriting {
    /// Applies every held change that can be, at all places whose logs moved.
    ///
    /// A change is applied singly, in the order of its log, and only when all that its context names is applied. The
    /// loop goes round until a whole round applies nothing more.
    func applyHeld(placeRow: Int64) throws {
        var progressed = true
        while progressed {
            progressed = false
            let waiting = try rows("SELECT id FROM log WHERE place = ? AND held > applied", [placeRow])
            for row in waiting {
                let id: Int64 = try row.read(0)
                while try applyNext(log: id) { progressed = true }
            }
        }
    }

    /// Applies the next change of a log, if it can be.
    private func applyNext(log id: Int64) throws -> Bool {
        let log = try log(row: id)
        guard log.isHeard, log.applied < log.held else { return false }
        guard let stored = try storedChange(Dot(log: id, sequence: log.applied + 1)) else { return false }
        guard try apply(stored, log: log) else { return false }
        try save(try self.log(row: id))
        return true
    }

    /// Applies one change whose number is the next of its log. The log's row is known in memory and still to be saved.
    ///
    /// - Returns: false where its context is not all applied yet.
    func apply(_ stored: StoredChange, log: LogRow) throws -> Bool {
        if case .unknown = stored.change.kind {
            try stop(log, because: .unknownKind)
            return false
        }
        var log = log
        let contextRow: Int64
        if let known = stored.contextRow {
            contextRow = known
        } else {
            guard let resolved = try resolve(stored.change.context, of: stored.dot, log: log) else { return false }
            contextRow = try ensureContext(resolved, placeRow: log.placeRow)
            try run(
                "UPDATE change SET context = ? WHERE log = ? AND sequence = ?",
                [contextRow, stored.dot.log, Int64(stored.dot.sequence)])
        }
        log.applied = stored.dot.sequence
        logs.byRow[log.id] = log
        var context = try storedContext(row: contextRow)
        context[stored.dot.log] = stored.change.context.own
        try fold(stored, log: log, context: context)
        return true
    }

    private func stop(_ log: LogRow, because reason: StopReason) throws {
        try run("UPDATE log SET stopped = ? WHERE id = ?", [reason.rawValue, log.id])
    }

    /// Tries again where a log stopped at a change that the program did not understand: it may be a newer program now.
    package func applyAfterUpgrade() throws {
        let places = try Int64.fetchAll(
            db, sql: "SELECT DISTINCT place FROM log WHERE stopped = ?", arguments: [StopReason.unknownKind.rawValue])
        for place in places { try applyHeld(placeRow: place) }
    }

    /// Rebuilds the vector of a context, without the change's own log; nil while a dot of it is not applied here.
    func resolve(
        _ context: SeenContext, of dot: Dot<Int64>, log: LogRow
    ) throws -> VersionVector<Int64>? {
        var vector = VersionVector<Int64>()
        if context.own > 0 {
            vector = try self.context(of: Dot(log: dot.log, sequence: context.own))
        }
        for seen in context.others {
            guard let other = try self.log(LogID(replica: seen.replica, place: log.name.place)) else { return nil }
            let dot = Dot(log: other.id, sequence: seen.sequence)
            if let seenThere = try self.vector(through: dot, chainPrefix: seen.chainPrefix, log: other) {
                vector.merge(seenThere)
            } else {
                // What is held there is another branch; what is not held may come.
                if other.held >= seen.sequence, try chainPrefix(at: dot) != seen.chainPrefix {
                    try stop(log, because: .unknownBranch)
                }
                return nil
            }
        }
        vector[dot.log] = 0
        return vector
    }

    /// Merges an applied change into its record.
    private func fold(_ stored: StoredChange, log: LogRow, context: VersionVector<Int64>) throws {
        guard let row = stored.recordRow else { return }
        if log.cuts(stored) { return try markVoid(stored.dot, "revoked") }
        var record = try workingRecord(row)
        if let reason = Self.fault(stored.change, in: record, log: log) {
            return try markVoid(stored.dot, reason)
        }
        record.merge(
            stored, context: context, fieldRows: try (stored.change.writing?.names ?? []).map { try fieldRow($0) })
        try note(filesOf: stored.change, placeRow: record.placeRow)
        if record.stamps.isErased { try dropPersonalValues(ofRecord: row) }
        if case .text(let key)? = stored.change.writing?.patch[Self.importKeyField], let form = record.form {
            touchedImportKeys[ImportKey(placeRow: record.placeRow, form: form.name, value: key)] = row
        }
        touched[row] = record
    }

    /// Why a well-signed change makes no sense; it is kept, counted and shown, and folds to nothing.
    static func fault(_ change: Change, in record: WorkingRecord, log: LogRow) -> String? {
        switch change.action {
        case .begin(let name, _, _):
            if name.replica != log.name.replica { return "begins a record of another replica" }
            if record.form != nil { return "begins a record a second time" }
            return nil
        // What changes a record that was never begun merges too, and stays unseen until it is: whether its beginning
        // came first is an accident of delivery.
        case .edit, .delete, .undelete, .erase, .mark, .unknown: return nil
        }
    }

    private func markVoid(_ dot: Dot<Int64>, _ reason: String) throws {
        try run("UPDATE change SET void = ? WHERE log = ? AND sequence = ?", [reason, dot.log, Int64(dot.sequence)])
    }

    /// Replaces the personal values of a record's changes by the commitments that prove them.
    private func dropPersonalValues(ofRecord row: Int64) throws {
        let changes = try rows(Self.changeColumns + " WHERE change.record = ? AND personal IS NOT NULL", [row])
        for stored in try changes.map(Self.storedChange) {
            guard let personal = stored.change.writing?.personal, case .erased(let commitments) = personal.erased()
            else { continue }
            try run(
                """
                UPDATE change SET personal = NULL, erasure_key = NULL, commitments = ? WHERE log = ? AND sequence = ?
                """,
                [Self.commitmentsText(commitments), stored.dot.log, Int64(stored.dot.sequence)])
        }
    }
}

extension WorkingRecord {
    /// Merges a change that makes sense.
    ///
    /// - Parameter fieldRows: the numbers of the fields that it sets.
    mutating func merge(_ stored: StoredChange, context: VersionVector<Int64>, fieldRows: [Int64]) {
        changeKinds.insert(stored.change.kind)
        switch stored.change.action {
        case .begin(_, let reference, _):
            form = reference
            stamps.write(fieldRows, dot: stored.dot, context: context)
        case .edit: stamps.write(fieldRows, dot: stored.dot, context: context)
        case .delete: stamps.delete(dot: stored.dot, context: context)
        case .undelete: stamps.undelete(context: context)
        case .erase:
            stamps.erase()
            staleFields.formUnion(stamps.fields.keys)
        case .mark, .unknown: break
        }
        if let writing = stored.change.writing { show(writing, dot: stored.dot, fieldRows: fieldRows) }
    }

    /// A field in which this write stands alone shows its value; others are looked for when the transaction ends.
    private mutating func show(_ writing: Change.Writing, dot: Dot<Int64>, fieldRows: [Int64]) {
        for (name, fieldRow) in zip(writing.names, fieldRows) {
            guard stamps.fields[fieldRow]?.dots == [dot] else {
                staleFields.insert(fieldRow)
                continue
            }
            staleFields.remove(fieldRow)
            var value = writing.patch[name]
            if value == nil, !stamps.isErased, case .kept(let values, _)? = writing.personal { value = values[name] }
            fields[name] = value == .empty ? nil : value
        }
    }
}
