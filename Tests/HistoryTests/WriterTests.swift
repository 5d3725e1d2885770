import Causality
import Seeds
import Simulation
import Testing

/// One open place with many writers: contexts travel by their frontiers, and full vectors stand beside them as oracle.
private struct OpenPlace {
    private typealias Vector = VersionVector<Int>

    /// Every change with the context that its author really had: the oracle.
    private var real: [Dot<Int>: Vector] = [:]
    /// Every change with the context that readers rebuild from the frontier that travelled.
    private var rebuilt: [Dot<Int>: Vector] = [:]
    /// What each writer has applied.
    private var applied: [Int: Vector] = [:]
    /// The most dots that one frontier named.
    private(set) var frontierMax = 0
    private(set) var faults: [String] = []

    var dots: [Dot<Int>] { real.keys.sorted() }

    /// A writer saves, having seen all it has applied.
    @discardableResult
    mutating func save(_ writer: Int) -> Dot<Int> {
        let seen = applied[writer] ?? Vector()
        let frontier = Frontier.dots(of: seen) { rebuilt[$0] ?? Vector() }
        let read = Frontier.vector(of: frontier) { rebuilt[$0] ?? Vector() }
        if read != seen { faults.append("writer \(writer)") }
        frontierMax = max(frontierMax, frontier.count)
        let dot = Dot(log: writer, sequence: seen[writer] + 1)
        real[dot] = seen
        rebuilt[dot] = read
        applied[writer, default: Vector()].cover(dot)
        return dot
    }

    /// A writer takes in all that another has.
    mutating func deliver(from one: Int, to other: Int) {
        applied[other, default: Vector()].merge(applied[one] ?? Vector())
    }

    /// Whether two changes stand to each other as the oracle says.
    func isOrderRight(_ one: Dot<Int>, _ other: Dot<Int>) -> Bool {
        guard let known = real[one], let read = rebuilt[one] else { return false }
        return known.covers(other) == read.covers(other)
    }
}

extension Cases {
    @Suite struct Writers {
        // super-productivity 8755 (a clock pruned to 20 writers called the 21st's changes concurrent)
        @Test(
            "case 14: the 21st, 401st and 10,001st writer of an open place are ordered as full vectors order them",
            arguments: [21, 401, 10_001])
        func manyWriters(count: Int) {
            var place = OpenPlace()
            var random = SeededRandom(UInt64(count))
            // Everyone writes once, most of them having seen a few others.
            for writer in 0..<count {
                for _ in 0..<random.below(3) { place.deliver(from: random.below(count), to: writer) }
                place.save(writer)
            }
            // The last comes to see all, writes twice, and so does one who has seen that.
            let (last, next) = (count - 1, 0)
            for writer in 0..<count { place.deliver(from: writer, to: last) }
            let first = place.save(last)
            let second = place.save(last)
            place.deliver(from: last, to: next)
            let third = place.save(next)
            #expect(place.faults.isEmpty)
            #expect(place.frontierMax > min(count / 4, 100), "nobody prunes a context: \(place.frontierMax)")
            for dot in place.dots {
                for newest in [first, second, third] {
                    #expect(place.isOrderRight(newest, dot) && place.isOrderRight(dot, newest))
                }
            }
            let dots = place.dots
            for _ in 0..<2_000 { #expect(place.isOrderRight(random.one(of: dots), random.one(of: dots))) }
        }
    }
}
