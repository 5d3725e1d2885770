import Causality
import FieldRecords

/// Walks through every order in which the changes of a history can be applied to one record, with every choice of what
/// they do, and compares each step with the closed form.
///
/// Orders that have applied the same changes meet in one node: the first to come leaves its state, each later one is
/// compared with it. So all orders are covered without walking each to its end, and every prefix is compared, not only
/// the end: whatever a replica has applied so far, its state is that of the set. Folding the set anew gives it too.
struct FoldWalk {
    private typealias Stamps = RecordStamps<Int, Int>

    private struct Change {
        let dot: Dot<Int>
        let context: VersionVector<Int>
        /// Bit i: the context covers change i.
        let seen: Int
    }

    private let changes: [Change]
    private let choices: [Deed]
    /// How many times one change was applied.
    private(set) var steps = 0
    /// How many different sets of changes, with what they do, were come to.
    var states: Int { nodes.count }
    private(set) var faults: [String] = []
    private var nodes: [Int: Stamps] = [:]

    init(_ history: History, deeds: [Deed] = Deed.allCases) {
        choices = deeds
        let dots = (0..<History.replicas).flatMap { log in
            (0..<history.length(log)).map { Dot(log: log, sequence: UInt64($0) + 1) }
        }
        changes = dots.map { dot in
            let packed = history.contexts[dot.log][Int(dot.sequence) - 1]
            let context = FoldWalk.vector(packed)
            let seen = dots.indices.filter { context.covers(dots[$0]) }.reduce(0) { $0 | 1 << $1 }
            return Change(dot: dot, context: context, seen: seen)
        }
    }

    static func vector(_ packed: UInt16) -> VersionVector<Int> {
        VersionVector([0, 1, 2].reduce(into: [:]) { $0[$1] = UInt64(Packed.sequence(of: $1, in: packed)) })
    }

    mutating func run() {
        go(on: Stamps(), applied: 0, deeds: [Deed?](repeating: nil, count: changes.count))
    }

    private mutating func go(on stamps: Stamps, applied: Int, deeds: [Deed?]) {
        for index in changes.indices where applied & 1 << index == 0 && isNext(index, after: applied) {
            for deed in choices where !isMirrored(deed, deeds) {
                var next = stamps
                FoldWalk.apply(deed, changes[index], to: &next)
                var nextDeeds = deeds
                nextDeeds[index] = deed
                let nextApplied = applied | 1 << index
                steps += 1
                compare(next, nextApplied, nextDeeds)
                let key = nodeKey(nextApplied, nextDeeds)
                if let known = nodes[key] {
                    if known != next { faults.append("\(changes[index].dot) \(nextDeeds)") }
                } else {
                    nodes[key] = next
                    if foldedAnew(nextDeeds) != next { faults.append("anew: \(nextDeeds)") }
                    go(on: next, applied: nextApplied, deeds: nextDeeds)
                }
            }
        }
    }

    /// Applied singly, in the order of its log, once its context is applied.
    private func isNext(_ index: Int, after applied: Int) -> Bool {
        let change = changes[index]
        guard change.seen & ~applied == 0 else { return false }
        return !changes.indices.contains {
            changes[$0].dot.log == change.dot.log && changes[$0].dot.sequence < change.dot.sequence
                && applied & 1 << $0 == 0
        }
    }

    /// The two fields are alike: an order that begins with a write of the second mirrors one that begins with the first.
    private func isMirrored(_ deed: Deed, _ deeds: [Deed?]) -> Bool {
        deed == .writeTwo && deeds.allSatisfy { $0 == nil }
    }

    /// What the applied changes come to in an order told from their contexts alone.
    private func foldedAnew(_ deeds: [Deed?]) -> Stamps {
        let applied = changes.indices.filter { deeds[$0] != nil }
        let places = CausalOrder.places(of: applied.map { changes[$0].dot }) { changes[applied[$0]].context.covers($1) }
        return places.map { applied[$0] }.reduce(into: Stamps()) { stamps, index in
            if let deed = deeds[index] { FoldWalk.apply(deed, changes[index], to: &stamps) }
        }
    }

    private func nodeKey(_ applied: Int, _ deeds: [Deed?]) -> Int {
        deeds.reduce(applied) { $0 * 6 + ($1?.rawValue ?? 5) }
    }

    private static func apply(_ deed: Deed, _ change: Change, to stamps: inout Stamps) {
        switch deed {
        case .writeOne: stamps.write(CollectionOfOne(1), dot: change.dot, context: change.context)
        case .writeTwo: stamps.write(CollectionOfOne(2), dot: change.dot, context: change.context)
        case .writeBoth: stamps.write(1...2, dot: change.dot, context: change.context)
        case .delete: stamps.delete(dot: change.dot, context: change.context)
        case .undelete: stamps.undelete(context: change.context)
        }
    }
}

extension FoldWalk {
    /// The closed form, on sets of changes as bits.
    private mutating func compare(_ stamps: RecordStamps<Int, Int>, _ applied: Int, _ deeds: [Deed?]) {
        var seenByAny = 0
        var seenByWrites = [0, 0]
        var writes = [0, 0]
        var deletions = 0
        for index in changes.indices {
            guard let deed = deeds[index] else { continue }
            seenByAny |= changes[index].seen
            for field in 0...1 where deed.fields & 1 << field != 0 {
                writes[field] |= 1 << index
                seenByWrites[field] |= changes[index].seen
            }
            if deed == .delete { deletions |= 1 << index }
        }
        deletions &= ~seenByAny
        let standing = [writes[0] & ~seenByWrites[0], writes[1] & ~seenByWrites[1]]
        var seenByDeletions = 0
        for index in changes.indices where deletions & 1 << index != 0 { seenByDeletions |= changes[index].seen }
        let covered = (standing[0] | standing[1]) & ~seenByDeletions == 0
        let verdict: RecordStamps<Int, Int>.Deletion = deletions == 0 ? .none : covered ? .deleted : .disputed

        let isEqual =
            bits(stamps.fields[1]) == standing[0] && bits(stamps.fields[2]) == standing[1]
            && bits(stamps.deletions) == deletions
            && stamps.deletion { dot in changes[index(of: dot)].context } == verdict
        if !isEqual { faults.append("\(applied) \(deeds) \(stamps)") }
    }

    private func index(of dot: Dot<Int>) -> Int {
        changes.firstIndex { $0.dot == dot } ?? changes.count
    }

    private func bits(_ siblings: Siblings<Int>?) -> Int {
        (siblings?.dots ?? []).reduce(0) { $0 | 1 << index(of: $1) }
    }
}
