import Causality
import FieldRecords
import Foundation
import GRDB

extension StoreWriting {
    /// Writes back what the transaction merged: records, digests, logs, signed heads' are in order.
    func finish() throws {
        precondition(unsigned.isEmpty, "every own log that grew is signed before its transaction ends")
        for place in placesToMergeAnew.sorted() { try mergeAnew(placeRow: place) }
        try flush()
        try finishLackingValues()
        try storeMade(leaving: 0)
        try writeChangedChunks()
        try writeLogs()
        try finishCounters()
        try dropPersonalValuesOfBranches()
        if isToForget { try set(.forgetting, Int64(1)) }
    }

    /// Writes the touched records back now, so that reads within this transaction see them.
    package func flush() throws {
        while !records.touched.isEmpty {
            let notices = try flushRecords()
            try applyNotices(notices)
        }
        if records.bytes > MemoryBounds.recordBytesMax { records.removeAll() }
    }

    /// Writes the touched records back once they take much memory.
    package func flushIfLarge() throws {
        if records.bytes > MemoryBounds.recordBytesMax { try flush() }
    }

    /// Writes the touched records back.
    ///
    /// - Returns: the rows of those that may be notices of the district.
    private func flushRecords() throws -> Set<Int64> {
        var notices: Set<Int64> = []
        var sums: [Int64: RecordHash] = [:]
        var counts: [Int64: Int64] = [:]
        let writer = try RecordWriter(db: db)
        var fields: [UInt8] = []
        for record in records.takeTouched() {
            if record.holdsErasedValues { try dropPersonalValues(of: record) }
            if record.needsJudgement { try judge(record) }
            fields.removeAll(keepingCapacity: true)
            record.appendJSON(to: &fields, names: fieldNames)
            let groups = record.stamps.groups
            let hash = try hash(of: record, fields: fields, groups: groups)
            sums[record.key.placeRow] = (sums[record.key.placeRow] ?? .zero) + hash - record.oldHash
            try writer.write(record, fields: fields, groups: groups)
            counts[record.key.placeRow, default: 0] += (record.stands ? 1 : 0) - (record.stood ? 1 : 0)
            count(record)
            // One that has no form may be a notice that counts no longer.
            if record.form?.name.utf8.first ?? UInt8(ascii: "_") == UInt8(ascii: "_") { notices.insert(record.row) }
            record.isWritten()
        }
        for (place, sum) in sums {
            guard let old = try row("SELECT digest FROM place WHERE id = ?", [place])?.readBytes(0),
                let before = old.withUnsafeBytes({ RecordHash(exactly: $0) })
            else { throw StoreError.notAStore(path: "place.digest", reason: "row \(place)") }
            try run(
                "UPDATE place SET digest = ?, records = records + ? WHERE id = ?",
                [Data((before + sum).bytes), counts[place] ?? 0, place])
        }
        return notices
    }

    private func count(_ record: WorkingRecord) {
        guard record.form?.name.hasPrefix("_") != true else { return }
        if record.isNew || !record.wasKnown {
            effects.newRecords += (record.stands ? 1 : 0) - (record.isNew ? 1 : 0)
            record.isNew = record.stands
        } else if record.isDeleted != record.wasDeleted, record.isDeleted {
            effects.deletedRecords += 1
        } else if record.isMerged, record.form != nil {
            effects.editedRecords += 1
        }
        if !record.conflicts.isEmpty {
            effects.newConflicts += Set(record.conflicts).subtracting(record.oldConflicts).count
        }
    }
}

extension WorkingRecord {
    /// Whether what it shows does not follow from single writes alone.
    var needsJudgement: Bool {
        !staleFields.isEmpty || isDeleted || !conflicts.isEmpty || !stamps.deletions.isEmpty
            || stamps.havePluralFields
    }

    /// Whether it is one of people's records, and not deleted.
    var stands: Bool { form != nil && form?.name.utf8.first != UInt8(ascii: "_") && !isDeleted }

    /// What is in its row is from now on what people knew before.
    func isWritten() {
        isStored = true
        isMerged = false
        wasKnown = form != nil
        wasDeleted = isDeleted
        stood = stands
        oldConflicts = conflicts
        keyIsNew = false
    }
}
