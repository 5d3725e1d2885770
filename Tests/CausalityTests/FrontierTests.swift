import Causality
import Testing

@Suite("Frontiers")
struct FrontierTests {
    /// A history: what each change had seen. Dots of log `l` are numbered from 1 in the order they were made.
    private typealias History = [Dot<Int>: VersionVector<Int>]

    /// Every causally closed vector over a history.
    private func closedVectors(of history: History) -> [VersionVector<Int>] {
        let logs = 3
        let max = history.keys.map(\.sequence).max() ?? 0
        return smallVectors(logs: logs, max: max).filter { vector in
            (0..<logs).allSatisfy { log in vector[log] == 0 || history[Dot(log: log, sequence: vector[log])] != nil }
                && history.allSatisfy { !vector.covers($0.key) || vector.covers($0.value) }
        }
    }

    /// Every history of exactly `count` changes: each change in turn goes to any log, with any closed vector of those
    /// before it as its context, stale ones too.
    private func histories(count: Int) -> [History] {
        guard count > 0 else { return [[:]] }
        var all: Set<History> = []
        for history in histories(count: count - 1) {
            let contexts = closedVectors(of: history)
            for log in 0..<3 {
                let dot = Dot(log: log, sequence: UInt64(history.keys.count { $0.log == log }) + 1)
                for context in contexts {
                    var longer = history
                    longer[dot] = context
                    all.insert(longer)
                }
            }
        }
        return Array(all)
    }

    @Test("a vector comes back from its frontier, for every closed vector of every history", arguments: 0...3)
    func roundTrip(changes: Int) {
        let histories = histories(count: changes)
        // By hand. Two changes: 6 in one log, 9 in two. Three: 3 × 6 in one log, 6 × 12 in two, 19 in three, which is the
        // number of partial orders of three things.
        let expectedCount = [1, 3, 6 + 9, 18 + 72 + 19][changes]
        #expect(histories.count == expectedCount)
        for history in histories {
            for vector in closedVectors(of: history) {
                let frontier = Frontier.dots(of: vector) { history[$0]! }
                #expect(Frontier.vector(of: frontier) { history[$0]! } == vector)
                #expect(isLeast(frontier, of: vector, in: history))
            }
        }
    }

    /// No dot of a frontier can be left out.
    private func isLeast(_ frontier: [Dot<Int>], of vector: VersionVector<Int>, in history: History) -> Bool {
        frontier.allSatisfy { dot in
            Frontier.vector(of: frontier.filter { $0 != dot }) { history[$0]! } != vector
        }
    }

    @Test("a marker that has seen many logs stands for all of them")
    func marker() {
        var history: History = [:]
        var seen = VersionVector<Int>()
        for log in 1...400 {
            let dot = Dot(log: log, sequence: 1)
            history[dot] = VersionVector()
            seen.cover(dot)
        }
        #expect(Frontier.dots(of: seen) { history[$0]! }.count == 400)
        let marker = Dot(log: 0, sequence: 1)
        history[marker] = seen
        seen.cover(marker)
        #expect(Frontier.dots(of: seen) { history[$0]! } == [marker])
    }

    @Test("what contextOf throws comes through")
    func failures() {
        struct Missing: Error {}
        let vector = VersionVector([1: 1])
        #expect(throws: Missing.self) { try Frontier.dots(of: vector) { _ throws(Missing) in throw Missing() } }
    }
}
