package import Causality

/// What a replica durably holds: its word, by which others know what it need not be sent.
package struct Receipt: Hashable, Sendable {
    /// The most logs of a receipt, and the most places.
    package static let entriesMax = 65_536
    /// The most blobs that a receipt lists as missing. One that lists as many may have left some out, see ``isWhole``.
    package static let missingMax = 16_384

    /// How far a log is held.
    package struct Entry: Hashable, Sendable {
        package let log: LogID
        /// The highest number up to which everything is held, from 1.
        package let sequence: UInt64
        /// The first eight bytes of the chain hash at that number: it tells on which branch of a fork.
        package let chainPrefix: UInt64

        package init(log: LogID, sequence: UInt64, chainPrefix: UInt64) {
            self.log = log
            self.sequence = sequence
            self.chainPrefix = chainPrefix
        }
    }

    /// Who holds it.
    package let replica: ReplicaID
    /// Counts the receipts of this replica identity, from 1; one beyond `Dot.sequenceMax` is not read back.
    package let number: UInt64
    package let time: HybridTime
    /// The places it speaks of, ascending: what is held of them it names, and what it does not name is not held.
    package let places: [PlaceID]
    /// Ascending by log.
    package let entries: [Entry]
    /// SHA-256 digests of blobs that records name and that are not there yet, ascending.
    package let missing: [[UInt8]]

    /// Sorts what it is given.
    ///
    /// - Precondition: each log stands once and is of one of the places, digests have 32 bytes, no more of any than the
    ///   limits.
    package init(
        replica: ReplicaID, number: UInt64, time: HybridTime, places: some Sequence<PlaceID>, entries: [Entry],
        missing: [[UInt8]]
    ) {
        self.replica = replica
        self.number = number
        self.time = time
        self.places = Set(places).sorted()
        self.entries = entries.sorted { $0.log < $1.log }
        self.missing = missing.sorted { $0.lexicographicallyPrecedes($1) }
        precondition(self.places.count <= Receipt.entriesMax, "a receipt has at most 65,536 places")
        precondition(Set(entries.map(\.log.place)).isSubset(of: self.places), "a receipt names the places of its logs")
        precondition(self.entries.count <= Receipt.entriesMax, "a receipt has at most 65,536 logs")
        precondition(self.missing.count <= Receipt.missingMax, "a receipt has at most 16,384 digests")
        precondition(missing.allSatisfy { $0.count == DigestColumn.digestBytes }, "a blob is named by a SHA-256")
        precondition(
            zip(self.entries, self.entries.dropFirst()).allSatisfy { $0.log < $1.log }, "a receipt names a log once")
    }

    /// Whether it names every blob that is missing of those which the changes that it covers name: whoever gives it
    /// covers fewer before the list is full. An earlier program filled the list, and said nothing of the rest.
    package var isWhole: Bool { missing.count < Receipt.missingMax }

    /// The held vector: log -> number.
    package var held: [LogID: UInt64] {
        Dictionary(uniqueKeysWithValues: entries.map { ($0.log, $0.sequence) })
    }
}
