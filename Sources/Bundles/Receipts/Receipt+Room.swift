package import Causality

extension Receipt {
    /// A place with the number of its logs.
    private static let placeBytesMax = 9 + 3
    /// Replica, number, chain prefix.
    private static let entryBytesMax = ReplicaID.byteCount + 6 + 8
    /// What places and logs may take, so that a receipt goes into a section or a hello, whatever else stands in it.
    private static let toldBytesMax = BundleSection.bytesMax - missingMax * DigestColumn.digestBytes - (1 << 10)

    /// Of what is held, what one receipt has room for: places with few logs come before those with many.
    ///
    /// What a receipt does not name of a place that it speaks of counts as not held. So a place goes in whole or is left
    /// out whole: what was told of it before stands, and others send it again. Whoever floods one place with logs keeps
    /// no other out.
    package static func room(
        for places: some Sequence<PlaceID>, _ entries: [Entry]
    ) -> (places: [PlaceID], entries: [Entry]) {
        let logs = Dictionary(grouping: entries, by: \.log.place).mapValues(\.count)
        let ascending = Set(places).sorted { (logs[$0] ?? 0, $0) < (logs[$1] ?? 0, $1) }
        var kept: Set<PlaceID> = []
        var (count, bytes) = (0, 0)
        for place in ascending {
            count += logs[place] ?? 0
            bytes += placeBytesMax + (logs[place] ?? 0) * entryBytesMax
            guard kept.count < entriesMax, count <= entriesMax, bytes <= toldBytesMax else { break }
            kept.insert(place)
        }
        return (kept.sorted(), entries.filter { kept.contains($0.log.place) })
    }
}
