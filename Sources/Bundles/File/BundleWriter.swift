package import Causality
package import Membership

/// Writes one bundle from front to back, holding no more than one frame.
///
/// The ranges stand in the header, so they are known first; then every chunk of them is added, ascending, and what
/// else there is to say; ``finish()`` ends it. What is written without it is a truncated bundle, and reads as one.
package struct BundleWriter {
    /// What the header needs that no one can derive.
    package struct Cover: Sendable {
        package let network: NetworkID
        package let sender: DeviceKeys
        package let identity: Identity
        package let created: HybridTime
        /// The devices that may open the bundle, with their raw X25519 keys.
        package let receivers: [(replica: ReplicaID, sealingKey: [UInt8])]
        package let ranges: [LogRange]
        package let photos: BundleHeader.Photos
        /// 16 random bytes, for this bundle alone.
        package let id: [UInt8]
        /// For this bundle alone.
        package let key: BundleKey

        /// Sorts receivers and ranges.
        ///
        /// - Precondition: the limits of ``BundleHeader``; each receiver once; ranges of one log apart.
        package init(
            network: NetworkID, sender: DeviceKeys, identity: Identity, created: HybridTime,
            receivers: [(replica: ReplicaID, sealingKey: [UInt8])], ranges: [LogRange],
            photos: BundleHeader.Photos = .none, id: [UInt8], key: BundleKey
        ) {
            precondition(id.count == BundleHeader.idBytes, "a bundle is named by 16 bytes")
            precondition(receivers.count <= BundleHeader.receiversMax, "a bundle has at most 4,096 receivers")
            precondition(Set(receivers.map(\.replica)).count == receivers.count, "a receiver is named once")
            precondition(ranges.count <= BundleHeader.rangesMax, "a bundle has at most 262,144 ranges")
            self.network = network
            self.sender = sender
            self.identity = identity
            self.created = created
            self.receivers = receivers.sorted { $0.replica < $1.replica }
            self.ranges = ranges.sorted()
            self.photos = photos
            self.id = id
            self.key = key
            precondition(BundleHeader.areOrdered(self.ranges), "ranges of one log lie apart")
        }
    }

    package let header: BundleHeader
    private let sealer: FrameSealer
    private let write: ([UInt8]) throws -> Void
    private var tracker: RangeTracker
    private var gathered: [UInt8] = []
    private var gatheredChanges = 0
    private var gatheredIsPhotos = false
    private var frames: UInt64 = 0
    private var isFinished = false

    /// Bytes handed out so far.
    package private(set) var writtenBytes: UInt64 = 0

    /// Writes the header.
    ///
    /// - Parameter write: takes the bytes, in order. What it throws comes through.
    /// - Throws: `MembershipError.malformed` for a receiver's key that is none.
    package init(cover: Cover, write: @escaping ([UInt8]) throws -> Void) throws {
        let info = BundleHeader.keyInfo(network: cover.network, id: cover.id)
        header = BundleHeader(
            network: cover.network, sender: cover.sender.replica, identity: cover.identity, id: cover.id,
            created: cover.created,
            receivers: try cover.receivers.map {
                BundleHeader.Receiver(
                    replica: $0.replica, key: try cover.key.wrapped(to: $0.sealingKey, info: info))
            },
            ranges: cover.ranges, photos: cover.photos)
        var signed = header.encoded
        signed.append(contentsOf: try cover.sender.sign(signed, domain: .bundleHeader))
        sealer = FrameSealer(key: cover.key, signedHeader: signed)
        tracker = RangeTracker(cover.ranges)
        self.write = write
        try put(signed)
    }

    /// Adds a section to the frame, or ends the frame before it.
    ///
    /// Photos never share a frame with what stands before them: of a bundle that is cut off among its photos all the
    /// records arrive.
    ///
    /// - Precondition: a chunk is the next of a range that the header names; nothing is added after ``finish()``.
    package mutating func add(_ section: BundleSection) throws {
        precondition(!isFinished, "nothing is added after the end")
        if case .chunk(let chunk) = section {
            precondition(tracker.follow(chunk.range, mayHaveGap: false), "a bundle holds the ranges it announces")
        }
        var isPhoto = false
        if case .blob = section { isPhoto = true }
        var bytes: [UInt8] = []
        section.append(to: &bytes)
        let isFull =
            gatheredChanges + section.changeCount > Frame.changesMax
            || gathered.count + bytes.count > Frame.gatheredBytesMax
            || isPhoto != gatheredIsPhotos
        if isFull, !gathered.isEmpty { try endFrame(isLast: false) }
        gatheredIsPhotos = isPhoto
        gathered.append(contentsOf: bytes)
        gatheredChanges += section.changeCount
    }

    /// Adds a frame that was packed before: one chunk alone, as ``Chunk/frame`` makes it.
    ///
    /// - Precondition: the chunk is the next of a range that the header names.
    package mutating func add(frame: [UInt8], with range: LogRange) throws {
        precondition(!isFinished, "nothing is added after the end")
        precondition(tracker.follow(range, mayHaveGap: false), "a bundle holds the ranges it announces")
        if !gathered.isEmpty { try endFrame(isLast: false) }
        try put(packedFrame: frame, isLast: false)
    }

    /// Ends the bundle with its last frame, which may be empty.
    ///
    /// - Precondition: all ranges were added.
    package mutating func finish() throws {
        precondition(!isFinished, "a bundle ends once")
        precondition(tracker.missing.isEmpty, "a bundle holds the ranges it announces")
        try endFrame(isLast: true)
        isFinished = true
    }

    private mutating func endFrame(isLast: Bool) throws {
        try put(packedFrame: try Frame.packed(gathered), isLast: isLast)
        gathered.removeAll(keepingCapacity: true)
        gatheredChanges = 0
    }

    private mutating func put(packedFrame: [UInt8], isLast: Bool) throws {
        let sealed = try sealer.seal(packedFrame, index: frames, isLast: isLast)
        var head: [UInt8] = []
        head.appendInteger(FrameHead(sealedBytes: sealed.count, isLast: isLast).bits)
        try put(head)
        try put(sealed)
        frames += 1
    }

    private mutating func put(_ bytes: [UInt8]) throws {
        try write(bytes)
        writtenBytes += UInt64(bytes.count)
    }
}
