/// The dots of a context that no other dot of it covers: all that has to travel for the whole vector.
///
/// An honest author's context is the applied vector of some moment, so it is causally closed: with a dot it covers all
/// that the dot's own context covers. Its newest dots therefore fall into those that nothing else in it has seen, the
/// frontier, and those that follow. Automerge names dependencies by "heads" in the same way.
public enum Frontier {
    /// The frontier of a causally closed vector.
    ///
    /// - Parameters:
    ///   - vector: a context, or an applied vector.
    ///   - contextOf: the context of a dot that the vector covers. It is asked for the newest dot of each log only.
    /// - Returns: the dots of the frontier, in no order. Merging their contexts and covering them gives `vector`.
    /// - Complexity: the square of the number of logs.
    public static func dots<Log, Failure: Error>(
        of vector: VersionVector<Log>,
        contextOf: (Dot<Log>) throws(Failure) -> VersionVector<Log>
    ) throws(Failure) -> [Dot<Log>] {
        let newest = vector.dots
        var seenByOthers = VersionVector<Log>()
        for dot in newest {
            var context = try contextOf(dot)
            // What a dot has seen of its own log is no news: it stands in that log.
            context[dot.log] = 0
            seenByOthers.merge(context)
        }
        return newest.filter { !seenByOthers.covers($0) }
    }

    /// The vector that a frontier stands for.
    public static func vector<Log, Failure: Error>(
        of frontier: some Sequence<Dot<Log>>,
        contextOf: (Dot<Log>) throws(Failure) -> VersionVector<Log>
    ) throws(Failure) -> VersionVector<Log> {
        var vector = VersionVector<Log>()
        for dot in frontier {
            vector.merge(try contextOf(dot))
            vector.cover(dot)
        }
        return vector
    }
}
