import Bundles
import Causality
import FieldRecords

/// What was sent, counted for people: records rather than changes, and none of what only programs read.
struct SentTally: Hashable, Sendable {
    /// Beyond this many records each change of one counts anew.
    private static let recordsMax = 100_000

    private var begun: Set<RecordID> = []
    private var edited: Set<RecordID> = []
    var records = ImportSummary.Records()
    var changes = 0
    var photos = 0

    mutating func add(_ section: BundleSection) {
        guard case .chunk(let chunk) = section else { return }
        changes += chunk.count
        guard !chunk.log.place.isNotices else { return }
        for change in chunk.packed.changes {
            guard let record = chunk.packed.record(of: change) else { continue }
            switch change.kind {
            case .begin:
                records.new += 1
                if begun.count < SentTally.recordsMax { begun.insert(record) }
            case .delete: records.deleted += 1
            default:
                guard !begun.contains(record) else { continue }
                if edited.count >= SentTally.recordsMax || edited.insert(record).inserted { records.edited += 1 }
            }
        }
    }
}
