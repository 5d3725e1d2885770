/// An order in which changes can be applied: each after all that its context covers.
///
/// The contexts of honest authors are closed: who has seen a change has seen all that it had seen. But a context is its
/// author's word, and a member may sign one that nobody can have had, which covers a change and not what that one had
/// seen. Then neither the numbers of a context nor their sum tell what comes first, so nothing is asked of it here but
/// what it covers.
public enum CausalOrder {
    /// The places of some dots, each after all those that it has seen, and after those before it in its log.
    ///
    /// There is such an order wherever the changes were applied once, each when its context was: the one in which they
    /// were. Should contexts go round in a circle all the same, as only a damaged file can say, the dots that wait for
    /// one another come last.
    ///
    /// - Parameters:
    ///   - dots: each once, in any order.
    ///   - hasSeen: whether the context of the dot at a place covers another dot. With a dot it covers those before it
    ///     in that log.
    /// - Complexity: at least that of sorting; at most the number of dots times the square of that of their logs.
    @inlinable
    public static func places<Log: Comparable>(
        of dots: [Dot<Log>], hasSeen: (_ place: Int, _ other: Dot<Log>) -> Bool
    ) -> [Int] {
        var left = logs(of: dots)
        guard left.count > 1 else { return Array(left.joined()) }
        var order: [Int] = []
        order.reserveCapacity(dots.count)
        var progressed = true
        while progressed {
            progressed = false
            for log in left.indices {
                // Of another log it is enough to ask for the first that is left.
                while let next = left[log].first,
                    !left.indices.contains(where: { other in
                        guard other != log, let first = left[other].first else { return false }
                        return hasSeen(next, dots[first])
                    })
                {
                    order.append(next)
                    left[log].removeFirst()
                    progressed = true
                }
            }
        }
        return order + left.joined()
    }

    /// The places of the dots of each log, ascending.
    @inlinable
    static func logs<Log: Comparable>(of dots: [Dot<Log>]) -> [ArraySlice<Int>] {
        let ascending = dots.indices.sorted {
            let (one, other) = (dots[$0], dots[$1])
            return one.log != other.log ? one.log < other.log : one.sequence < other.sequence
        }
        var logs: [ArraySlice<Int>] = []
        var start = 0
        while start < ascending.count {
            let log = dots[ascending[start]].log
            let end = ascending[start...].firstIndex { dots[$0].log != log } ?? ascending.count
            logs.append(ascending[start..<end])
            start = end
        }
        return logs
    }
}
