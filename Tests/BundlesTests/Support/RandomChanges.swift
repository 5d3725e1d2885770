import Causality
import FieldRecords
import Seeds

/// Changes of every kind with values of every kind, and what is odd but possible among them.
struct RandomChanges {
    private var random: SeededRandom
    private let own: ReplicaID
    private let others: [ReplicaID]
    private var begun: UInt64 = 0
    private var time: Int64 = 1_700_000_000_000

    init(seed: UInt64, own: ReplicaID) {
        random = SeededRandom(seed)
        self.own = own
        var random = random
        others = (0..<4).map { _ in ReplicaID(bytes: random.bytes(32)) }.sorted()
    }

    mutating func changes(_ count: Int) -> [Change] {
        (1...count).map { change(sequence: UInt64($0)) }
    }

    private mutating func change(sequence: UInt64) -> Change {
        time += Int64(random.one(of: [0, 0, 1, 40, 60_000, -5_000]))
        let counter = UInt16(random.one(of: [0, 0, 0, 1, 65_535]))
        return Change(
            time: random.below(50) == 0
                ? HybridTime(bits: random.next()) : HybridTime(milliseconds: time, counter: counter),
            author: random.one(of: ["", "王秀兰", "Zoë", "Zoe\u{308}", "李\u{0}强"]),
            context: context(sequence: sequence), action: action(), isSettlement: random.below(9) == 0)
    }

    private mutating func context(sequence: UInt64) -> SeenContext {
        let own = random.below(4) == 0 ? UInt64(random.below(Int(sequence))) : sequence - 1
        guard random.below(3) == 0 else { return SeenContext(own: own) }
        var dots: [SeenDot] = []
        for replica in others where random.below(2) == 0 {
            dots.append(
                SeenDot(
                    replica: replica, sequence: random.one(of: [1, sequence, Dot<LogID>.sequenceMax]),
                    chainPrefix: random.next()))
        }
        return SeenContext(own: own, others: dots)
    }

    private mutating func action() -> Change.Action {
        let record =
            random.below(4) == 0
            ? RecordID(replica: random.one(of: others), number: random.one(of: [0, 1, 77, Dot<LogID>.sequenceMax]))
            : RecordID(replica: own, number: UInt64(random.below(Int(begun) + 1)) + 1)
        switch random.below(13) {
        case 0: return .delete(record)
        case 1: return .undelete(record)
        case 2: return .erase(record)
        case 3: return .mark
        case 12: return .unknown(kind: UInt8(random.below(121)) + 7, content: random.bytes(random.below(40)))
        case 4...7: return .edit(record, writing())
        default:
            begun += 1
            let form = FormReference(
                name: random.one(of: ["issue", "visit"]), version: random.one(of: ["1", "2024-1"]))
            return .begin(RecordID(replica: own, number: begun), form, writing())
        }
    }

    private mutating func writing() -> Change.Writing {
        let patch = patch(["a", "b", "c", "closed_on", "e.f-g", "date"])
        let personal = self.patch(["phone", "name"])
        switch random.below(3) {
        case 0 where !personal.isEmpty:
            return Change.Writing(patch: patch, personal: .kept(values: personal, key: random.bytes(16)))
        case 1 where !personal.isEmpty:
            let commitments = personal.entries.map {
                PersonalWriting.Commitment(name: $0.name, hash: random.bytes(32))
            }
            return Change.Writing(patch: patch, personal: .erased(commitments))
        default: return Change.Writing(patch: patch)
        }
    }

    private mutating func patch(_ names: [String]) -> Patch {
        var entries: [Patch.Entry] = []
        for name in names where random.below(2) == 0 { entries.append(Patch.Entry(name: name, value: value(name))) }
        return Patch(entries)
    }

    private mutating func value(_ name: String) -> FieldValue {
        if name.hasSuffix("on") || name == "date", random.below(20) > 0 {
            return .text("2024-0\(1 + random.below(9))-\(10 + random.below(18))")
        }
        switch random.below(10) {
        case 0: return .empty
        case 1: return .integer(random.one(of: [0, -1, .min, .max, 15]))
        case 2: return .decimal(random.one(of: [0.0, 1.5, -3.25e300, .leastNonzeroMagnitude]))
        case 3: return .list(random.one(of: [[], ["rest"], ["rest", "meal"], ["é", "e\u{301}", ""]]))
        case 4:
            return .file(
                FileReference(digest: random.bytes(32), bytes: Int64(random.below(1 << 40)), mediaType: "image/jpeg"))
        case 5: return .text(String(repeating: "长", count: random.below(200)))
        case 6: return .text(random.one(of: ["2024-02-30", "2024-2-3", "0000-01-01", "9999-12-31", "２０２４"]))
        default: return .text(random.one(of: ["open", "resolved", "caf\u{E9}", "cafe\u{301}", "\u{1}\u{7F}\"\\"]))
        }
    }
}
