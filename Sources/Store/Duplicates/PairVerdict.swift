package import Causality
package import FieldRecords
import GRDB

/// What a person decided about two records that look alike: that they are one, or that they are not.
///
/// It is a record of its own, at the place of the second of the two, under a name that no form of a person can have. So
/// it travels and merges like any record, two people who decide at the same time are never in each other's way, and to
/// take it back is to delete it.
package struct PairVerdict: Hashable, Sendable {
    /// The form of such records.
    package static let form = FormReference(name: "_pair", version: "1")

    /// What every merge sets in the record that is kept.
    ///
    /// Whoever deletes that record without having seen the merge is then in conflict with it: two people who merge the
    /// same two records in opposite directions lose neither.
    package static let keptMark = Patch.Entry(name: FieldName.keptMark, value: .integer(1))

    package enum Kind: String, Sendable {
        /// The second was merged into the first.
        case merged
        case distinct
    }

    /// A field that the first record took from the second.
    package struct Taken: Hashable, Sendable {
        package let field: String
        /// The change whose value stood there before; nil where the field was empty.
        package let before: Dot<ReplicaID>?

        package init(field: String, before: Dot<ReplicaID>?) {
            self.field = field
            self.before = before
        }
    }

    package let kind: Kind
    package let one: RecordID
    package let other: RecordID
    package let taken: [Taken]

    package init(_ kind: Kind, one: RecordID, other: RecordID, taken: [Taken] = []) {
        self.kind = kind
        self.one = one
        self.other = other
        self.taken = taken
    }
}

extension PairVerdict {
    /// As the fields of its record. No value of the two records is among them: what is erased there is erased.
    package var fields: [String: FieldValue] {
        [
            "verdict": .text(kind.rawValue), "one": .text(PairVerdict.text(one)),
            "other": .text(PairVerdict.text(other)),
            "took": .list(
                taken.map { taken in
                    taken.before.map { "\(taken.field) \($0.log):\($0.sequence)" } ?? taken.field
                }),
        ]
    }

    /// Nil for what is none, whoever wrote it.
    init?(fields: [String: FieldValue]) {
        func text(_ name: String) -> String? { if case .text(let text)? = fields[name] { text } else { nil } }
        guard let kind = text("verdict").flatMap(Kind.init(rawValue:)),
            let one = text("one").flatMap(PairVerdict.record), let other = text("other").flatMap(PairVerdict.record)
        else { return nil }
        var words: [String] = []
        if case .list(let list)? = fields["took"] { words = list }
        self.init(kind, one: one, other: other, taken: words.compactMap(PairVerdict.taken))
    }

    private static func text(_ record: RecordID) -> String { "\(record.replica)-\(record.number)" }

    private static func record(_ text: String) -> RecordID? {
        let parts = text.split(separator: "-")
        guard parts.count == 2, let replica = replica(parts[0]), let number = UInt64(parts[1]) else { return nil }
        return RecordID(replica: replica, number: number)
    }

    private static func taken(_ text: String) -> Taken? {
        let words = text.split(separator: " ")
        guard let field = words.first.map(String.init), FieldName.isValid(field) else { return nil }
        guard words.count == 2 else { return Taken(field: field, before: nil) }
        let parts = words[1].split(separator: ":")
        guard parts.count == 2, let replica = replica(parts[0]), let sequence = UInt64(parts[1]), sequence > 0 else {
            return nil
        }
        return Taken(field: field, before: Dot(log: replica, sequence: sequence))
    }

    private static func replica(_ text: Substring) -> ReplicaID? {
        Hexadecimal.bytes(String(text)).flatMap { ReplicaID(exactly: $0) }
    }
}

/// A verdict, and the record that holds it.
package struct StoredVerdict: Sendable {
    package let verdict: PairVerdict
    package let record: StoredRecord
}

extension StoreReading {
    /// What people decided about pairs of records and nobody took back, in the order in which it came here.
    package func pairVerdicts() throws -> [StoredVerdict] {
        try rows("SELECT id FROM record WHERE form = ? AND deleted = 0 ORDER BY id", [PairVerdict.form.name])
            .compactMap { row in
                guard let record = try record(row: try row.read(0)), let verdict = PairVerdict(fields: record.fields)
                else { return nil }
                return StoredVerdict(verdict: verdict, record: record)
            }
    }
}
