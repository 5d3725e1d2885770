package import Causality

/// The context of a change as it travels and as its log's hash chain covers it: a frontier of dots.
///
/// The vector is rebuilt by whoever holds those dots. Each dot of another log carries the first eight bytes of its
/// chain hash, so that a fork of that log can never pass for what was seen. Of its own log a change needs no hash: the
/// chain covers it.
package struct SeenContext: Hashable, Sendable {
    /// The most dots a context may name; past a few, a replica writes a merge marker first.
    package static let othersMax = 65_536

    /// The newest change of the change's own log that its author had before their eyes; 0 for none. Mostly the one
    /// just before it, less when the form was opened earlier.
    package let own: UInt64

    /// What the author had seen of other logs of the place, beyond what the context of `own` covers: the frontier,
    /// ascending by replica.
    package let others: [SeenDot]

    /// - Precondition: `others` names each replica at most once, ascending.
    package init(own: UInt64, others: [SeenDot] = []) {
        precondition(zip(others, others.dropFirst()).allSatisfy { $0.replica < $1.replica }, "a frontier is sorted")
        self.own = own
        self.others = others
    }
}

/// A dot of another log of the same place, tied to the one history it belongs to.
package struct SeenDot: Hashable, Sendable {
    package let replica: ReplicaID
    package let sequence: UInt64
    /// The first eight bytes of the chain hash at that dot, big-endian.
    package let chainPrefix: UInt64

    package init(replica: ReplicaID, sequence: UInt64, chainPrefix: UInt64) {
        self.replica = replica
        self.sequence = sequence
        self.chainPrefix = chainPrefix
    }
}
