import Causality
import Membership

extension BundleHeader {
    /// The first eight bytes of every bundle.
    static let magic = Array("YILUBNDL".utf8)
    /// Magic, version, length of the body.
    static let preludeBytes = 13

    /// Magic, version, the length of the body in 4 bytes, the body.
    var encoded: [UInt8] {
        let body = body
        precondition(body.count <= BundleHeader.bodyBytesMax, "a header has at most 16 MiB")
        var bytes = BundleHeader.magic
        bytes.append(BundleHeader.version)
        bytes.appendInteger(UInt32(body.count))
        return bytes + body
    }

    private var body: [UInt8] {
        var bytes = network.bytes
        bytes.append(contentsOf: sender.bytes)
        let identity = identity.encoded
        bytes.appendInteger(UInt32(identity.count))
        bytes.append(contentsOf: identity)
        bytes.append(contentsOf: id)
        bytes.appendInteger(created.bits)
        bytes.appendInteger(UInt32(receivers.count))
        for receiver in receivers {
            bytes.append(contentsOf: receiver.replica.bytes)
            bytes.append(contentsOf: receiver.key.encoded)
        }
        bytes.appendInteger(UInt32(ranges.count))
        for range in ranges {
            bytes.appendPlace(range.log.place)
            bytes.append(contentsOf: range.log.replica.bytes)
            bytes.appendInteger(range.from)
            bytes.appendInteger(range.through)
        }
        bytes.appendInteger(photos.count)
        bytes.appendInteger(photos.bytes)
        return bytes
    }

    /// The length of the body that a prelude announces.
    ///
    /// - Throws: ``BundlesError/notABundle``, `madeByNewerVersion` or `tooLarge`.
    static func bodyBytes(prelude: [UInt8]) throws(BundlesError) -> Int {
        guard prelude.starts(with: magic) else { throw .notABundle }
        var cursor = ByteCursor(prelude[magic.count...], of: "bundle header")
        let version = try cursor.byte()
        guard version == BundleHeader.version else {
            throw .madeByNewerVersion(what: "bundle format", number: Int(version))
        }
        let count = try cursor.integer(UInt32.self)
        guard count <= bodyBytesMax else {
            throw .tooLarge(
                part: "bundle header", count: UInt64(count), max: UInt64(bodyBytesMax), offset: magic.count + 1)
        }
        return Int(count)
    }

    /// Reads a body. The signature is the caller's to check.
    init(body: [UInt8]) throws(BundlesError) {
        var cursor = ByteCursor(body, of: "bundle header")
        network = NetworkID(bytes: Array(try cursor.slice(NetworkID.byteCount)))
        sender = try cursor.replica()
        let identityBytes = Int(try cursor.integer(UInt32.self))
        guard identityBytes <= Identity.encodedBytesMax,
            let identity = try? Identity(encoded: Array(try cursor.slice(identityBytes)))
        else { throw cursor.malformed }
        self.identity = identity
        id = Array(try cursor.slice(BundleHeader.idBytes))
        created = HybridTime(bits: try cursor.integer(UInt64.self))
        receivers = try BundleHeader.receivers(from: &cursor)
        ranges = try BundleHeader.ranges(from: &cursor)
        photos = Photos(count: try cursor.integer(UInt32.self), bytes: try cursor.integer(UInt64.self))
        try cursor.end()
    }

    private static func count(
        max: Int, bytesEach: Int, from cursor: inout ByteCursor
    ) throws(BundlesError) -> Int {
        let offset = cursor.offset
        let count = Int(try cursor.integer(UInt32.self))
        guard count <= max else {
            throw .tooLarge(part: "bundle header", count: UInt64(count), max: UInt64(max), offset: offset)
        }
        guard count * bytesEach <= cursor.left else { throw cursor.malformed }
        return count
    }

    private static func receivers(from cursor: inout ByteCursor) throws(BundlesError) -> [Receiver] {
        let count = try count(
            max: receiversMax, bytesEach: ReplicaID.byteCount + WrappedKey.encodedBytes, from: &cursor)
        var receivers: [Receiver] = []
        for _ in 0..<count {
            let replica = try cursor.replica()
            let encoded = Array(try cursor.slice(WrappedKey.encodedBytes))
            guard receivers.last.map({ $0.replica < replica }) ?? true, let key = try? WrappedKey(encoded: encoded)
            else { throw cursor.malformed }
            receivers.append(Receiver(replica: replica, key: key))
        }
        return receivers
    }

    private static func ranges(from cursor: inout ByteCursor) throws(BundlesError) -> [LogRange] {
        let count = try count(max: rangesMax, bytesEach: 57, from: &cursor)
        var ranges: [LogRange] = []
        ranges.reserveCapacity(count)
        for _ in 0..<count {
            let place = try cursor.place()
            let log = LogID(replica: try cursor.replica(), place: place)
            let from = try cursor.integer(UInt64.self)
            let through = try cursor.integer(UInt64.self)
            guard from >= 1, from <= through, through <= Dot<LogID>.sequenceMax else { throw cursor.malformed }
            ranges.append(LogRange(log: log, from: from, through: through))
        }
        guard areOrdered(ranges) else { throw cursor.malformed }
        return ranges
    }
}
