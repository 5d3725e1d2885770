import Causality
import Testing

@Suite("The order of causes")
struct CausalOrderTests {
    /// Some changes, each with a context that need not be one that anybody can have had.
    private struct Claims {
        var dots: [Dot<Int>] = []
        var contexts: [VersionVector<Int>] = []

        func hasSeen(_ place: Int, _ other: Dot<Int>) -> Bool { contexts[place].covers(other) }

        /// Whether each comes after all that it has seen and after those before it in its log.
        func isOrder(_ places: [Int]) -> Bool {
            places.indices.allSatisfy { index in
                let later = places[(index + 1)...].map { dots[$0] }
                let dot = dots[places[index]]
                return !later.contains {
                    hasSeen(places[index], $0) || ($0.log == dot.log && $0.sequence < dot.sequence)
                }
            }
        }

        /// Whether any order at all is one.
        var haveOrder: Bool {
            func go(_ done: [Int]) -> Bool {
                if done.count == dots.count { return isOrder(done) }
                return dots.indices.contains { !done.contains($0) && go(done + [$0]) }
            }
            return go([])
        }
    }

    /// Every choice of contexts for logs of these lengths: no change has seen itself, and that is all.
    private func claims(_ lengths: [Int]) -> [Claims] {
        var all = [Claims()]
        for (log, length) in lengths.enumerated() {
            for sequence in 0..<length {
                let dot = Dot(log: log, sequence: UInt64(sequence) + 1)
                let contexts = smallVectors(logs: lengths.count, max: 3).filter { vector in
                    vector[log] <= UInt64(sequence)
                        && lengths.indices.allSatisfy { vector[$0] <= UInt64(lengths[$0]) }
                }
                all = all.flatMap { claims in
                    contexts.map {
                        Claims(dots: claims.dots + [dot], contexts: claims.contexts + [$0])
                    }
                }
            }
        }
        return all
    }

    @Test(
        "is found wherever there is one, for every choice of contexts",
        arguments: [[3], [2, 1], [1, 1, 1], [2, 2], [3, 1], [2, 1, 1]])
    func everyChoice(lengths: [Int]) {
        var orders = 0
        for claims in claims(lengths) {
            let places = CausalOrder.places(of: claims.dots.reversed()) {
                claims.hasSeen(claims.dots.count - 1 - $0, $1)
            }.map { claims.dots.count - 1 - $0 }
            #expect(places.sorted() == Array(claims.dots.indices), "each once, also where they go round in a circle")
            let isOrder = claims.isOrder(places)
            #expect(isOrder == claims.haveOrder)
            if isOrder { orders += 1 }
        }
        #expect(orders > 0)
    }

    @Test("of nothing is nothing")
    func nothing() {
        #expect(CausalOrder.places(of: [Dot<Int>](), hasSeen: { _, _ in true }) == [])
    }
}
