import Bundles
import Causality
import Store

/// What a receipt covers of some places, so that it has room to name each photo that is missing of it.
///
/// Whoever reads it believes of a photo that it does not name, and whose change it covers, that it arrived. Where more
/// are missing than one receipt names, it covers less: places of which few are missing come before those of many, and in
/// a place logs that name few of them before those that name many. Of a log that finds no room it covers what comes
/// before the first such photo; the rest comes again. So whoever names photos that are nowhere keeps no other's change
/// or photo from being acknowledged. The same are left out each time.
struct ReceiptCover {
    private(set) var entries: [Receipt.Entry] = []
    /// By place.
    private(set) var missing: [PlaceID: Set<[UInt8]>] = [:]
    private var room = Receipt.missingMax - 1

    /// - Parameter entries: how far each log of the places is held.
    init(_ entries: [Receipt.Entry], of places: [PlaceID], reading: StoreReading) throws {
        missing = try reading.missingBlobs(at: Set(places))
        let logs = Dictionary(grouping: entries, by: \.log.place)
        for (place, lacked) in missing.sorted(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) }) {
            if lacked.count <= room {
                room -= lacked.count
                self.entries += logs[place] ?? []
            } else {
                try cover(logs[place] ?? [], of: place, reading: reading)
            }
        }
    }

    /// Covers of a place what there is room for, log by log.
    private mutating func cover(_ logs: [Receipt.Entry], of place: PlaceID, reading: StoreReading) throws {
        let lacked = missing[place] ?? []
        var named: [LogID: (photos: Set<[UInt8]>, first: UInt64)] = [:]
        for entry in logs {
            let all = LogRange(log: entry.log, from: 1, through: entry.sequence)
            try reading.files(namedIn: all) { sequence, digest in
                guard lacked.contains(digest) else { return }
                named[entry.log, default: ([], sequence)].photos.insert(digest)
            }
        }
        var told: Set<[UInt8]> = []
        for entry in logs.sorted(by: {
            (named[$0.log]?.photos.count ?? 0, $0.log) < (named[$1.log]?.photos.count ?? 0, $1.log)
        }) {
            let (photos, first) = named[entry.log] ?? ([], 0)
            if told.union(photos).count <= room {
                told.formUnion(photos)
                entries.append(entry)
            } else if first > 1, let prefix = try reading.chainPrefix(of: entry.log, at: first - 1) {
                entries.append(Receipt.Entry(log: entry.log, sequence: first - 1, chainPrefix: prefix))
            }
        }
        missing[place] = told
        room -= told.count
    }
}
