import Causality
import FieldRecords
import Membership

/// Single changes with nothing special about them.
enum Sample {
    static func mark(own: UInt64 = 0) -> Change {
        Change(
            time: HybridTime(milliseconds: 1_700_000_000_000), author: "李强", context: SeenContext(own: own),
            action: .mark)
    }

    static func begin(number: UInt64 = 1, own: UInt64 = 1) -> Change {
        let record = RecordID(replica: ReplicaID(bytes: Array(1...32)), number: number)
        let patch = Patch(["kind": .text("charging"), "title": .text("充电桩不够"), "people": .integer(3)])
        return Change(
            time: HybridTime(milliseconds: 1_700_000_001_000), author: "王秀兰", context: SeenContext(own: own),
            action: .begin(record, FormReference(name: "issue", version: "1"), Change.Writing(patch: patch)))
    }

    /// A small log: two markers and a record.
    static func changes() -> [Change] { [mark(), begin(), mark(own: 2)] }
}
