import Causality
import FieldRecords
import Seeds
import Simulation

@testable import StoreTests

/// Eight changes of one record by three stations that exchange now and then.
struct EventHistory {
    struct Event {
        let dot: Dot<Int>
        let context: VersionVector<Int>
        let deed: Deed
    }

    private(set) var events: [Event] = []

    init(seed: UInt64) {
        var random = SeededRandom(seed)
        var applied = [VersionVector<Int>](repeating: VersionVector(), count: 3)
        while events.count < 8 {
            let station = random.below(3)
            if random.below(3) == 0 {
                applied[station].merge(applied[random.below(3)])
                continue
            }
            let dot = Dot(log: station, sequence: applied[station][station] + 1)
            // The first event is the insertion.
            let deed = events.isEmpty ? .writeBoth : random.one(of: Deed.allCases)
            events.append(Event(dot: dot, context: applied[station], deed: deed))
            applied[station].cover(dot)
        }
    }
}

/// Delivers the events of a history in every order to a station that holds what it gets and applies what it can.
///
/// Orders that have delivered the same events meet: the first to come leaves its state, each later one is compared with
/// it, so all 40,320 are covered without walking each to its end.
struct OrderWalk {
    private typealias Stamps = RecordStamps<Int, Int>

    private struct State: Equatable {
        var applied = VersionVector<Int>()
        var stamps = Stamps()
    }

    private let events: [EventHistory.Event]
    private var known: [Int: State] = [:]
    private(set) var faults: [String] = []
    /// How many different sets of events were come to.
    var sets: Int { known.count }

    init(_ history: EventHistory) {
        events = history.events
    }

    mutating func run() {
        go(on: State(), delivered: 0)
    }

    private mutating func go(on state: State, delivered: Int) {
        for index in events.indices where delivered & 1 << index == 0 {
            let set = delivered | 1 << index
            let next = applying(set, to: state)
            if let before = known[set] {
                if before != next { faults.append("\(set)") }
                continue
            }
            known[set] = next
            if !isClosedForm(next) { faults.append("\(set): not the closed form") }
            go(on: next, delivered: set)
        }
    }

    /// Applies, one after another, whatever is delivered and has its context applied.
    private func applying(_ delivered: Int, to state: State) -> State {
        var state = state
        var progressed = true
        while progressed {
            progressed = false
            for (index, event) in events.enumerated() where delivered & 1 << index != 0 {
                guard event.dot.sequence == state.applied[event.dot.log] + 1, state.applied.covers(event.context)
                else { continue }
                OrderWalk.apply(event, to: &state.stamps)
                state.applied.cover(event.dot)
                progressed = true
            }
        }
        return state
    }

    private static func apply(_ event: EventHistory.Event, to stamps: inout Stamps) {
        let fields = [1, 2].filter { event.deed.fields & $0 != 0 }
        switch event.deed {
        case .writeOne, .writeTwo, .writeBoth: stamps.write(fields, dot: event.dot, context: event.context)
        case .delete: stamps.delete(dot: event.dot, context: event.context)
        case .undelete: stamps.undelete(context: event.context)
        }
    }

    /// Compares with what the set of applied changes comes to, told without any order.
    private func isClosedForm(_ state: State) -> Bool {
        var naive = NaiveRecord<Int>()
        for event in events where state.applied.covers(event.dot) {
            naive.entries.append(
                NaiveRecord.Entry(
                    dot: event.dot, context: event.context,
                    fields: Set([1, 2].filter { event.deed.fields & $0 != 0 }.map(String.init)),
                    isDeletion: event.deed == .delete))
        }
        let deletion = state.stamps.deletion { dot in
            events.first { $0.dot == dot }?.context ?? VersionVector()
        }
        return [1, 2].allSatisfy { naive.standing("\($0)") == Set(state.stamps.fields[$0]?.dots ?? []) }
            && naive.deletions == Set(state.stamps.deletions.dots)
            && naive.isDeleted == (deletion == .deleted) && naive.isDisputed == (deletion == .disputed)
    }
}
