import Causality
import FieldRecords
import Testing

/// The proof that a place ends in one state whatever reached whom when, over all small histories.
///
/// In three steps, each by exhaustion; their product is too large to walk through, and need not be:
/// 1. every schedule of writes and deliveries leaves each replica with exactly the greatest closed part of what it
///    holds applied, after a full exchange with everything;
/// 2. every vector that can come to be a context is rebuilt exactly from its frontier, by which it travels;
/// 3. for every history that can come about, by however many deliveries, with every choice of what its changes do, every
///    order in which a replica may apply them gives, after every single step, the state of the closed form.
///
/// A settlement is an ordinary write that has seen what it settles: it is among the writes of steps 1 and 3.
///
/// Pruned by symmetry: replicas that differ only in name (up to six for one), two fields that differ only in name (two
/// for one), and schedules that meet in one moment, which are counted and walked on from once.
@Suite("Every small history ends in one state")
struct HistoryTests {
    @Test("whatever the schedule of 3 replicas, 4 writes and 3 deliveries, what can be applied is, and nothing else")
    func schedules() {
        var rule = RuleCheck()
        let walk = ScheduleWalk(writesMax: 4, deliveriesMax: 3) { rule.check($0) }
        #expect(rule.faults.isEmpty)
        #expect(walk.schedules == 149_428)
        #expect(walk.moments == 26_478)
        #expect(walk.histories.count == 194)
        #expect(walk.histories.isSubset(of: History.all(changes: 4)))
    }

    @Test("counting schedules by where they meet counts each of them", arguments: [(1, 3), (2, 2), (3, 2), (2, 3)])
    func counting(writes: Int, deliveries: Int) {
        func count(from schedule: Schedule, _ writes: Int, _ deliveries: Int) -> Int {
            if writes == 0, deliveries == 0 { return 1 }
            var sum = 0
            if writes > 0 { sum += schedule.writes.reduce(0) { $0 + count(from: $1, writes - 1, deliveries) } }
            if deliveries > 0 {
                sum += schedule.deliveries.reduce(0) { $0 + count(from: $1, writes, deliveries - 1) }
            }
            return sum
        }
        let walk = ScheduleWalk(writesMax: writes, deliveriesMax: deliveries) { _ in }
        #expect(walk.schedules == count(from: Schedule(), writes, deliveries))
    }

    @Test("every applied vector of every history comes back from its frontier")
    func frontiers() {
        var vectors = 0
        for history in History.all(changes: 4) {
            func context(_ dot: Dot<Int>) -> VersionVector<Int> {
                FoldWalk.vector(history.contexts[dot.log][Int(dot.sequence) - 1])
            }
            for vector in history.closedVectors.map(FoldWalk.vector) {
                let frontier = Frontier.dots(of: vector, contextOf: context)
                #expect(Frontier.vector(of: frontier, contextOf: context) == vector)
                vectors += 1
            }
        }
        #expect(vectors == 1_244)
    }

    @Test("every order of every history, with all that its changes can do, is the closed form at every step")
    func folds() {
        var steps = 0
        var states = 0
        let histories = (0...4).flatMap { History.all(changes: $0) }
        for history in histories {
            var walk = FoldWalk(history)
            walk.run()
            steps += walk.steps
            states += walk.states
            #expect(walk.faults.isEmpty, "\(history)")
        }
        #expect(histories.count == 1 + 1 + 4 + 23 + 196)
        #expect(steps == 202_832)
        #expect(states == 146_044)
    }
}

/// Walks through all schedules of so many writes and deliveries.
private struct ScheduleWalk {
    /// How many schedules there are of exactly so many writes and deliveries.
    private(set) var schedules = 0
    /// How many different moments all of them and all that are shorter pass through.
    private(set) var moments = 0
    /// The histories of all writes, up to names.
    private(set) var histories: Set<History> = []

    init(writesMax: Int, deliveriesMax: Int, _ visit: (Schedule) -> Void) {
        var levels: [[Int]: [Schedule: Int]] = [[0, 0]: [Schedule(): 1]]
        for writes in 0...writesMax {
            for deliveries in 0...deliveriesMax {
                let level = levels.removeValue(forKey: [writes, deliveries]) ?? [:]
                moments += level.count
                for (schedule, count) in level {
                    visit(schedule)
                    if writes == writesMax { histories.insert(schedule.history.canonical) }
                    for next in writes < writesMax ? schedule.writes : [] {
                        levels[[writes + 1, deliveries], default: [:]][next, default: 0] += count
                    }
                    for next in deliveries < deliveriesMax ? schedule.deliveries : [] {
                        levels[[writes, deliveries + 1], default: [:]][next, default: 0] += count
                    }
                }
                if writes == writesMax, deliveries == deliveriesMax { schedules = level.values.reduce(0, +) }
            }
        }
    }
}

/// Compares what replicas have applied with what they should have, told without going step by step.
private struct RuleCheck {
    private struct Holding: Hashable {
        let history: History
        let vector: UInt16
    }

    private var known: [Holding: UInt16] = [:]
    private(set) var faults: [Schedule] = []

    mutating func check(_ schedule: Schedule) {
        var exchanged = schedule
        exchanged.exchangeAll()
        for replica in 0..<History.replicas {
            let part = greatestClosedPart(of: schedule.held[replica], in: schedule.history)
            if schedule.applied(replica) != part || exchanged.applied(replica) != exchanged.history.full {
                faults.append(schedule)
            }
        }
    }

    private mutating func greatestClosedPart(of held: UInt16, in history: History) -> UInt16 {
        let holding = Holding(history: history, vector: held)
        if let part = known[holding] { return part }
        let part = history.closedVectors.filter { Packed.covers(held, $0) }.reduce(0, Packed.merging)
        known[holding] = part
        return part
    }
}
