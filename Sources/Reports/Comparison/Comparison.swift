import Causality
package import Store

/// Where two reports on one place and one period differ, record by record, and why.
package struct Comparison: Sendable {
    package struct Entry: Sendable {
        package let figure: Figure
        package let here: Double?
        package let there: Double?
        /// By number.
        package let differences: [Difference]
        /// The towns that have another part of the figure.
        package let towns: [PartDifference]
        /// The kinds that have another part of the figure: perhaps of the same records, which were edited since.
        package let kinds: [PartDifference]

        package var isEqual: Bool { here == there && differences.isEmpty && towns.isEmpty && kinds.isEmpty }
    }

    /// The label of the other device.
    package let other: String
    /// One a figure, in their order.
    package let entries: [Entry]

    package var isEqual: Bool { entries.allSatisfy(\.isEqual) }

    /// - Parameter report: this device's, with its records.
    /// - Throws: ``ReportsError`` where the other report is of another network or on another place.
    package init(_ report: SeasonReport, with other: OtherReport, _ reading: StoreReading) throws {
        guard other.network == report.scope.network else { throw ReportsError.otherNetwork }
        guard other.place == PlaceID(node: report.scope.place.id).nodeText else {
            throw ReportsError.otherPlace(name: other.placeName)
        }
        let reasons = try Reasons(report, other, reading)
        self.other = other.device
        entries = try report.figures.map { result in
            let id = result.figure.id.rawValue
            return Entry(
                figure: result.figure, here: result.value, there: other.values[id],
                differences: try reasons.differences(of: result, other.records[id] ?? []),
                towns: PartDifference.differences(of: result.byTown, other.towns[id] ?? []),
                kinds: PartDifference.differences(of: result.byKind, other.kinds[id] ?? []))
        }
    }
}

/// Finds the records that two reports do not count alike, and asks both logs why.
private struct Reasons {
    private struct Key: Hashable {
        let replica: ReplicaID
        let number: UInt64
    }

    private let other: OtherReport
    private let reading: StoreReading
    private let own: [LogID: StoredLogStanding]
    private let labels: [ReplicaID: String]
    private let keys: [String: ReplicaID]

    init(_ report: SeasonReport, _ other: OtherReport, _ reading: StoreReading) throws {
        self.other = other
        self.reading = reading
        own = Dictionary(report.logs.map { ($0.log, $0) }, uniquingKeysWith: { first, _ in first })
        labels = try reading.replicaLabels()
        keys = Dictionary(labels.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    }

    func differences(of result: FigureResult, _ theirs: [OtherReport.Counted]) throws -> [Difference] {
        let here = Dictionary(
            result.records.compactMap { record in key(record.number, keys).map { ($0, record.amount) } },
            uniquingKeysWith: { first, _ in first })
        let there = Dictionary(
            theirs.compactMap { record in key(record.number, other.keys).map { ($0, record) } },
            uniquingKeysWith: { first, _ in first })
        let counts = result.figure.measure == .records
        let differing = Set(here.keys).union(there.keys).filter { key in
            guard let one = here[key], let two = there[key] else { return true }
            return !counts && one != two.amount
        }
        let known = try differing.map { key in
            Difference(
                number: labels[key.replica].map { "\($0)-\(key.number)" } ?? there[key]?.number ?? "?",
                isCountedHere: here[key] != nil, isCountedThere: there[key] != nil,
                amounts: (here[key] ?? nil, there[key]?.amount), reason: try reason(key, in: result.figure))
        }
        let unknown = theirs.filter { key($0.number, other.keys) == nil }.map { record in
            Difference(
                number: record.number, isCountedHere: false, isCountedThere: true, amounts: (nil, record.amount),
                reason: .numberUnknown)
        }
        return (known + unknown).sorted { ($0.number.utf8.count, $0.number) < ($1.number.utf8.count, $1.number) }
    }

    private func key(_ number: String, _ keys: [String: ReplicaID]) -> Key? {
        guard let dash = number.lastIndex(of: "-"), let replica = keys[String(number[..<dash])],
            let count = UInt64(number[number.index(after: dash)...])
        else { return nil }
        return Key(replica: replica, number: count)
    }

    private func reason(_ key: Key, in figure: Figure) throws -> DifferenceReason {
        guard let trace = try reading.trace(of: key.replica, number: key.number) else {
            // What is held and not applied has no record yet.
            let isHeld = own.values.contains { $0.log.replica == key.replica && $0.held > $0.applied }
            return isHeld ? .refusedHere : .notYetCarriedHere
        }
        let first = trace.beginning
        guard first.isCounted else { return .refusedHere }
        if mark(first).held < first.dot.sequence {
            return .notYetCarriedThere(log: labels[first.dot.log.replica] ?? "?", sequence: first.dot.sequence)
        }
        if !isCountedThere(first) { return .refusedThere }
        return reasonOfEdits(trace, concerning: figure.countedFields)
            ?? (knowsMoreThere(of: first.dot.log.place) ? .editedThere : .unexplained)
    }

    /// Why one device counts what was done since and the other does not; nil where this device's changes do not tell.
    ///
    /// Only changes of what the figure counts by are asked: a note that somebody wrote moves no figure.
    private func reasonOfEdits(_ trace: RecordTrace, concerning fields: Set<String>) -> DifferenceReason? {
        let steps = trace.steps.filter { $0.fields?.isDisjoint(with: fields) != true }
        let counted = steps.filter(\.isCounted)
        let isEdited = counted.contains { step in
            mark(step).held < step.dot.sequence
                && step.fields?.intersection(fields).isSubset(of: trace.conflicts) != true
        }
        if isEdited { return .editedHere }
        if !trace.conflicts.isDisjoint(with: fields.union(["deleted"])) { return .inConflict }
        if counted.contains(where: { !isCountedThere($0) }) { return .refusedThere }
        return steps.contains { !$0.isCounted && isCountedThere($0) } ? .refusedHere : nil
    }

    private func mark(_ step: RecordTrace.Step) -> OtherReport.Mark {
        other.marks[step.dot.log] ?? OtherReport.Mark(held: 0, counted: 0)
    }

    private func isCountedThere(_ step: RecordTrace.Step) -> Bool { mark(step).counted >= step.dot.sequence }

    private func knowsMoreThere(of place: PlaceID) -> Bool {
        other.marks.contains { $0.key.place == place && $0.value.held > (own[$0.key]?.held ?? 0) }
    }
}
