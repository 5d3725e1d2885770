package import Bundles

/// What goes on a stick, what stays behind, and how many sticks all of it would take.
///
/// Records go before photos, each load's in their order, and no file gets larger than a stick's file system holds. What
/// does not fit stays for the next stick: of a log only what comes last, so that what does go can be used at once.
package struct StickPlan: Hashable, Sendable {
    /// One bundle to write.
    package struct Bundle: Hashable, Sendable {
        /// For which of the loads.
        package let load: Int
        /// Ascending, one stretch of a log each.
        package fileprivate(set) var ranges: [LogRange] = []
        package fileprivate(set) var photos: [StickLoad.Photo] = []
        /// At most so many bytes.
        package fileprivate(set) var bytes: Int64

        package var changes: Int { ranges.reduce(0) { $0 + Int($1.count) } }
    }

    package private(set) var bundles: [Bundle] = []
    /// Changes that stay behind, by load.
    package private(set) var changesLeft: [Int]
    /// Photos that stay behind, by load.
    package private(set) var photosLeft: [Int]
    /// What all would take.
    package private(set) var neededBytes: Int64 = 0
    /// The room there is.
    package let roomBytes: Int64
    /// What the largest piece or photo takes in a file of its own: a stick with less room can never bring it.
    private let partBytesMax: Int64

    /// Plans.
    ///
    /// - Parameters:
    ///   - room: the bytes that may be used.
    ///   - block: what a file takes is a multiple of this.
    ///   - fileMax: the largest file.
    ///   - rangesMax: as many stretches of logs go into one bundle.
    package init(
        _ loads: [StickLoad], room: Int64, block: Int64, fileMax: Int64, rangesMax: Int = BundleHeader.rangesMax
    ) {
        roomBytes = room
        changesLeft = loads.map(\.changes)
        photosLeft = loads.map(\.photos.count)
        var packing = Packing(left: room, block: block, fileMax: fileMax, rangesMax: rangesMax)
        for (index, load) in loads.enumerated() { changesLeft[index] -= packing.addRecords(of: load, at: index) }
        if changesLeft.allSatisfy({ $0 == 0 }) {
            for (index, load) in loads.enumerated() { photosLeft[index] -= packing.addPhotos(of: load, at: index) }
        }
        bundles = packing.bundles
        var whole = Packing(left: .max, block: block, fileMax: fileMax, rangesMax: rangesMax)
        for (index, load) in loads.enumerated() { _ = whole.addRecords(of: load, at: index) }
        for (index, load) in loads.enumerated() { _ = whole.addPhotos(of: load, at: index) }
        neededBytes = whole.takenBytes
        partBytesMax = loads.map { whole.blocks($0.coverBytes + $0.partBytesMax) }.max() ?? 0
    }

    package var fits: Bool { (changesLeft + photosLeft).allSatisfy { $0 == 0 } }

    /// How many sticks all of it takes: this one, and more that hold `bytes` each. Nil where these are too small, however
    /// many there are.
    package func sticks(ofBytes bytes: Int64) -> Int? {
        if fits { return 1 }
        guard bytes > 0, bytes >= partBytesMax else { return nil }
        return 1 + Int((max(neededBytes - max(roomBytes, 0), 1) + bytes - 1) / bytes)
    }
}

/// Bundles as they fill up.
private struct Packing {
    var left: Int64
    let block: Int64
    let fileMax: Int64
    let rangesMax: Int
    var bundles: [StickPlan.Bundle] = []
    var takenBytes: Int64 = 0

    init(left: Int64, block: Int64, fileMax: Int64, rangesMax: Int) {
        self.left = left
        self.block = max(block, 1)
        self.fileMax = fileMax
        self.rangesMax = rangesMax
    }

    /// - Returns: how many changes found room.
    mutating func addRecords(of load: StickLoad, at index: Int) -> Int {
        var changes = 0
        for piece in load.pieces {
            let bytes = piece.bytes + Int64(BundleHeader.rangeBytes)
            guard let place = room(for: bytes, of: load, at: index) else { return changes }
            bundles[place].add(piece.range)
            changes += Int(piece.range.count)
        }
        if load.hasNews { _ = room(for: 0, of: load, at: index) }
        return changes
    }

    /// - Returns: how many photos found room. One that is too large for what is left lets smaller ones pass.
    mutating func addPhotos(of load: StickLoad, at index: Int) -> Int {
        var count = 0
        for photo in load.photos {
            guard let place = room(for: photo.bytes, of: load, at: index) else { continue }
            bundles[place].photos.append(photo)
            count += 1
        }
        return count
    }

    /// The bundle of a load that takes so many bytes more, begun if need be; nil where there is no room.
    private mutating func room(for bytes: Int64, of load: StickLoad, at index: Int) -> Int? {
        let last = bundles.lastIndex { $0.load == index }
        if let last, bundles[last].bytes + bytes <= fileMax, bundles[last].ranges.count < rangesMax {
            guard take(blocks(bundles[last].bytes + bytes) - blocks(bundles[last].bytes)) else { return nil }
            bundles[last].bytes += bytes
            return last
        }
        guard load.coverBytes + bytes <= fileMax, take(blocks(load.coverBytes + bytes)) else { return nil }
        bundles.append(StickPlan.Bundle(load: index, bytes: load.coverBytes + bytes))
        return bundles.count - 1
    }

    private mutating func take(_ bytes: Int64) -> Bool {
        guard bytes <= left else { return false }
        left -= bytes
        takenBytes += bytes
        return true
    }

    func blocks(_ bytes: Int64) -> Int64 { (bytes + block - 1) / block * block }
}

extension StickLoad {
    /// What the largest thing takes that goes whole or not at all.
    fileprivate var partBytesMax: Int64 {
        max(pieces.map { $0.bytes + Int64(BundleHeader.rangeBytes) }.max() ?? 0, photos.map(\.bytes).max() ?? 0)
    }
}

extension StickPlan.Bundle {
    /// Adds the next stretch of a log: to the one before it, where they touch.
    fileprivate mutating func add(_ range: LogRange) {
        if let last = ranges.lastIndex(where: { $0.log == range.log }), ranges[last].through + 1 == range.from {
            ranges[last] = LogRange(log: range.log, from: ranges[last].from, through: range.through)
        } else {
            ranges.append(range)
            ranges.sort()
        }
    }
}
