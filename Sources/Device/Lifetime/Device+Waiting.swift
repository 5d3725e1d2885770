import Bundles
import Causality
import Store

extension Device {
    /// What is not known to have arrived at any device of the district. What these wrote themselves is there.
    static func waiting(_ reading: StoreReading, own: Own) throws -> (changes: Int, photos: Int) {
        guard !own.isHost else { return (0, 0) }
        let hosts = try Device.hosts(reading, own: own)
        let hostKeys = Set(hosts.map(\.replica))
        let places = own.places
        let held = try reading.held(of: places).filter { !hostKeys.contains($0.key.replica) }.mapValues(\.sequence)
        let ranges = ranges(of: held, beyond: try reading.confirmed(by: hosts, own: own))
        let words = try hosts.compactMap { host -> PhotoWord? in
            guard let missing = try reading.missingBlobs(of: host.replica) else { return nil }
            return PhotoWord(
                missing: missing,
                untold: Device.ranges(of: held, beyond: try reading.confirmed(by: [host], own: own)))
        }
        return (changes(in: ranges), try waitingPhotos(reading, of: places, by: words))
    }

    /// What one device of the district says of photos.
    private struct PhotoWord {
        let missing: Set<[UInt8]>
        /// The changes that it is not known to hold: of the photos that they name it says nothing.
        let untold: [LogRange]
    }

    /// A photo has arrived where somebody holds a change that names it and does not say that the photo is missing.
    ///
    /// Whoever holds the most is asked first: mostly nothing is left to ask the others.
    private static func waitingPhotos(
        _ reading: StoreReading, of places: [PlaceID], by words: [PhotoWord]
    ) throws -> Int {
        var lacked: Set<[UInt8]>?
        for word in words.sorted(by: { changes(in: $0.untold) < changes(in: $1.untold) }) {
            if lacked?.isEmpty == true { break }
            let there = try word.missing.union(reading.blobs(namedIn: word.untold))
            lacked = lacked?.intersection(there) ?? there
        }
        guard let lacked else { return try reading.heldBlobs(of: places) }
        return try reading.heldBlobs(of: places, among: lacked)
    }

    private static func ranges(of held: [LogID: UInt64], beyond known: [LogID: UInt64]) -> [LogRange] {
        held.compactMap { log, sequence in
            let covered = known[log] ?? 0
            return covered < sequence ? LogRange(log: log, from: covered + 1, through: sequence) : nil
        }
    }

    static func changes(in ranges: [LogRange]) -> Int { ranges.reduce(0) { $0 + Int($1.count) } }
}
