import Bundles
import Causality
import FieldRecords

/// What was sent, counted for people as the receiver counts it: records rather than changes, each once by what its
/// changes come to, and none of what only programs read.
struct SentTally: Hashable, Sendable {
    /// Beyond this many records each change of one counts anew.
    private static let recordsMax = 100_000

    /// What the changes of a record come to for somebody who has none of them.
    private enum Fate {
        case begun, edited, deleted
        /// Begun and deleted: nothing.
        case gone

        init(_ kind: ChangeKind, after before: Fate?) {
            self =
                switch (kind, before) {
                case (.begin, .deleted?), (.begin, .gone?), (.delete, .begun?), (.delete, .gone?): .gone
                case (.begin, _), (.undelete, .gone?): .begun
                case (.delete, _): .deleted
                case (.undelete, .deleted?): .edited
                case (_, let before): before ?? .edited
                }
        }
    }

    private var fates: [RecordID: Fate] = [:]
    var records = ImportSummary.Records()
    var changes = 0
    var photos = 0

    mutating func add(_ section: BundleSection) {
        guard case .chunk(let chunk) = section else { return }
        changes += chunk.count
        guard !chunk.log.place.isNotices else { return }
        for change in chunk.packed.changes {
            guard let record = chunk.packed.record(of: change) else { continue }
            let before = fates[record]
            let after = Fate(change.kind, after: before)
            guard after != before else { continue }
            if let before { count(before, -1) }
            count(after, 1)
            if before != nil || fates.count < SentTally.recordsMax { fates[record] = after }
        }
    }

    private mutating func count(_ fate: Fate, _ more: Int) {
        switch fate {
        case .begun: records.new += more
        case .edited: records.edited += more
        case .deleted: records.deleted += more
        case .gone: break
        }
    }
}
