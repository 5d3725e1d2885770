import Causality
import FieldRecords
import Testing

/// What an archive leaves in place of the changes it took away: values with their dots, and the full vector.
///
/// A model of the archive to come. No tombstone is kept: a record that the baseline does not name, though its vector
/// covers the record's beginning, was deleted.
private struct Baseline {
    typealias Stamps = RecordStamps<String, String>

    let vector: VersionVector<String>
    private(set) var records: [String: Stamps]

    /// The name under which the baseline speaks of what it deleted; no log bears it.
    private static let ownDot = Dot(log: "baseline", sequence: 1)

    init(of records: [String: Stamps], through vector: VersionVector<String>, isDeleted: (String) -> Bool) {
        self.vector = vector
        self.records = records.filter { !isDeleted($0.key) }
    }

    /// Merges a change that sets one field, as a returning station brings it.
    mutating func receive(_ dot: Dot<String>, record: String, field: String, context: VersionVector<String>) {
        // Whatever the vector covers is in the baseline, or was deleted: it is never merged again.
        guard !vector.covers(dot) else { return }
        var stamps = records[record] ?? Stamps(deletions: Siblings([Baseline.ownDot]))
        stamps.write([field], dot: dot, context: context)
        records[record] = stamps
    }

    func deletion(of record: String) -> Stamps.Deletion? {
        // The baseline's own deletion has seen all that its vector covers.
        records[record]?.deletion { $0 == Baseline.ownDot ? vector : VersionVector() }
    }
}

extension Cases {
    @Suite struct Archives {
        private static let field = "note"

        /// What was archived: A began three records; B edited the second after the absent station last heard of it, and
        /// deleted the third.
        private static func baseline() -> Baseline {
            var records: [String: Baseline.Stamps] = [:]
            for (index, name) in ["一", "二", "三"].enumerated() {
                var stamps = Baseline.Stamps()
                stamps.write([field], dot: Dot(log: "A", sequence: UInt64(index + 1)), context: VersionVector())
                records[name] = stamps
            }
            let seen = VersionVector(["A": 3])
            records["二"]?.write([field], dot: Dot(log: "B", sequence: 1), context: seen)
            records["三"]?.delete(dot: Dot(log: "B", sequence: 2), context: VersionVector(["A": 3, "B": 1]))
            let contexts = [Dot(log: "B", sequence: 2 as UInt64): VersionVector(["A": 3, "B": 1])]
            return Baseline(of: records, through: VersionVector(["A": 3, "B": 2])) { name in
                records[name]?.deletion { contexts[$0] ?? VersionVector() } == .deleted
            }
        }

        // Ditto, Riak (a deletion forgotten after its term, and an old copy that comes back)
        @Test(
            "case 10: after the archive a station away for 14 months brings nothing back from the dead, and its edit is a conflict"
        )
        func returning() throws {
            var archive = Self.baseline()
            #expect(archive.records.keys.sorted() == ["一", "二"])
            // The old copy: all three records as the station last saw them.
            for (index, name) in ["一", "二", "三"].enumerated() {
                archive.receive(
                    Dot(log: "A", sequence: UInt64(index + 1)), record: name, field: Self.field,
                    context: VersionVector())
            }
            #expect(archive.records.keys.sorted() == ["一", "二"], "what was deleted stays so")
            #expect(archive.records["二"]?.fields[Self.field]?.dots == [Dot(log: "B", sequence: 1)])

            // One new edit of each, made on the old copy.
            let old = VersionVector(["A": 3])
            for (index, name) in ["一", "二", "三"].enumerated() {
                let edit = Dot(log: "C", sequence: UInt64(index + 1))
                archive.receive(edit, record: name, field: Self.field, context: old)
            }
            #expect(archive.records["一"]?.fields[Self.field]?.dots == [Dot(log: "C", sequence: 1)], "it had seen it")
            #expect(archive.records["二"]?.pluralFields == [Self.field], "it had not seen B's edit")
            #expect(archive.deletion(of: "三") == .disputed, "deleted here, edited there")
            #expect(archive.deletion(of: "一") == Baseline.Stamps.Deletion.none)

            // Who settles it has seen the baseline and the edit.
            let all = VersionVector(["A": 3, "B": 2, "C": 3, "baseline": 1])
            archive.receive(Dot(log: "A", sequence: 4), record: "三", field: Self.field, context: all)
            #expect(archive.deletion(of: "三") == Baseline.Stamps.Deletion.none)
        }

        @Test("case 10, its other half: what a station deleted on its old copy takes nothing away that it had not seen")
        func deletesOldCopy() throws {
            let archive = Self.baseline()
            var stamps = try #require(archive.records["二"])
            let deletion = Dot(log: "C", sequence: 1 as UInt64)
            stamps.delete(dot: deletion, context: VersionVector(["A": 3]))
            #expect(stamps.deletion { _ in VersionVector(["A": 3]) } == .disputed)
        }
    }
}
