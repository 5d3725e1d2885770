import Causality
import FieldRecords
import Seeds

/// Saves of issues at one station: half begin one, half settle one of those begun before, chosen at random.
struct IssueWorkload {
    private var random: SeededRandom
    private let replica: ReplicaID

    init(seed: UInt64, replica: ReplicaID) {
        random = SeededRandom(seed)
        self.replica = replica
    }

    mutating func saves(_ count: Int) -> [Change] {
        var begun: UInt64 = 0
        var time: Int64 = 1_700_000_000_000
        return (1...count).map { sequence in
            time += Int64(random.below(120_000))
            let action: Change.Action
            if begun == 0 || random.below(2) == 0 {
                begun += 1
                let form = FormReference(name: "issue", version: "1")
                action = .begin(
                    RecordID(replica: replica, number: begun), form, Change.Writing(patch: begin(begun, time)))
            } else {
                let record = RecordID(replica: replica, number: UInt64(random.below(Int(begun))) + 1)
                action = .edit(record, Change.Writing(patch: edit()))
            }
            return Change(
                time: HybridTime(milliseconds: time), author: random.one(of: ["王秀兰", "李强", "赵敏"]),
                context: SeenContext(own: UInt64(sequence) - 1), action: action)
        }
    }

    private mutating func begin(_ number: UInt64, _ time: Int64) -> Patch {
        let kind = random.one(of: ["entry", "charging", "rest", "parking", "parcel_storage", "pay", "dispute", "other"])
        let day = String(10 + random.below(20))
        return Patch([
            "date": .text("2023-11-" + day),
            "kind": .text(kind),
            "title": .text(random.one(of: ["小区不让进", "充电桩不够", "没有地方休息", "没有地方停车"]) + " \(number)"),
            "raised_via": .text(random.one(of: ["station", "talk", "snap", "phone"])),
            "status": .text("open"),
        ])
    }

    private mutating func edit() -> Patch {
        Patch([
            "status": .text(random.one(of: ["assigned", "resolved", "declined"])),
            "closed_on": .text("2024-0\(1 + random.below(6))-\(10 + random.below(18))"),
        ])
    }
}
