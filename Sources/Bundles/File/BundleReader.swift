import Causality
package import Membership

/// Reads one bundle from front to back, holding no more than one frame.
///
/// Three steps, each of which may be the last one taken: the header, signed by the key that it names (``init(_:)``);
/// that this key is a device of the network (``verifySender(against:)``); the content (``open(with:)``, then ``next()``
/// to the end). Nothing that `next()` gives is verified beyond its form and its place in the bundle: chunks, identities
/// and receipts carry signatures of their own.
package struct BundleReader {
    package let header: BundleHeader
    private let signedHeader: [UInt8]
    private(set) var supply: SupplyReader
    private var opener: FrameOpener?
    private var tracker: RangeTracker
    private var state = State.frames

    private enum State {
        /// More frames follow.
        case frames
        /// The last frame was read, whole or damaged.
        case lastFrameRead
        case ended
    }

    /// Frames read so far, damaged ones among them.
    package private(set) var frames = 0
    /// The frame read last, as it was packed.
    package private(set) var frame: [UInt8] = []
    /// Whether a frame was damaged, so that the bundle brings less than its header announces.
    package private(set) var isDamaged = false

    /// Whether the last frame was read, so that nothing more comes but the verdict on the end.
    package var isAtEnd: Bool {
        if case .frames = state { false } else { true }
    }

    /// Reads the header and checks the sender's signature of it.
    ///
    /// - Throws: ``BundlesError``: `notABundle`, `madeByNewerVersion`, `truncated`, `tooLarge`, `malformed` or
    ///   `headerAltered`; and what `supply` throws.
    package init(_ supply: @escaping ByteSupply) throws {
        self.supply = SupplyReader(supply)
        let prelude = try self.supply.take(BundleHeader.preludeBytes)
        guard prelude.count == BundleHeader.preludeBytes else {
            // What does begin like a bundle was cut; what does not never was one.
            throw prelude.starts(with: BundleHeader.magic.prefix(prelude.count)) && !prelude.isEmpty
                ? BundlesError.truncated(afterFrames: 0) : .notABundle
        }
        let bodyBytes = try BundleHeader.bodyBytes(prelude: prelude)
        let body = try self.supply.take(bodyBytes)
        let signature = try self.supply.take(Signatures.signatureBytes)
        guard body.count == bodyBytes, signature.count == Signatures.signatureBytes else {
            throw BundlesError.truncated(afterFrames: 0)
        }
        let header = try BundleHeader(body: body)
        let content = prelude + body
        do {
            try Signatures.verify(signature, of: content, domain: .bundleHeader, by: header.sender)
        } catch { throw BundlesError.headerAltered }
        self.header = header
        signedHeader = content + signature
        tracker = RangeTracker(header.ranges)
    }

    /// Checks that the sender is a device of the network. Whether it is enrolled is the caller's to know.
    ///
    /// - Returns: what the sender's identity says.
    /// - Throws: ``BundlesError/otherNetwork`` or ``BundlesError/senderNotKnown``.
    package func verifySender(against root: RootCertificate) throws(BundlesError) -> Member {
        guard header.network == root.network else { throw .otherNetwork }
        guard let member = try? header.identity.verified(against: root), member.replica == header.sender else {
            throw .senderNotKnown
        }
        return member
    }

    /// Opens the bundle's key with the device's own keys.
    ///
    /// - Throws: ``BundlesError/notForThisReceiver``.
    package mutating func open(with keys: BundleKeys) throws(BundlesError) {
        let info = BundleHeader.keyInfo(network: header.network, id: header.id)
        guard let receiver = header.receivers.first(where: { $0.replica == keys.replica }),
            let key = try? receiver.key.unwrapped(withSealingPrivateKey: keys.sealingPrivateKey, info: info)
        else { throw .notForThisReceiver }
        opener = FrameOpener(key: key, signedHeader: signedHeader)
    }

    /// The sections of the next frame; nil once, after the last frame, all is well.
    ///
    /// A damaged frame gives nothing and throws. Then call again: what follows it stands by itself. Every error but
    /// `damaged` is the last thing to come, and so is one of `lengthImpossible`; nil follows it.
    ///
    /// - Throws: ``BundlesError``: `damaged`, `truncated`, `madeByNewerVersion`; and what the supply throws.
    /// - Precondition: the bundle was opened.
    package mutating func next() throws -> [BundleSection]? {
        guard let opener else { preconditionFailure("a bundle is opened before it is read") }
        switch state {
        case .ended: return nil
        case .lastFrameRead:
            state = .ended
            try checkEnd()
            return nil
        case .frames: break
        }
        let offset = supply.offset
        do {
            let (head, sealed) = try takeFrame(at: offset)
            defer { frames += 1 }
            if head.isLast { state = .lastFrameRead }
            return try sections(sealed, head: head, offset: offset, opener: opener)
        } catch {
            isDamaged = true
            switch error as? BundlesError {
            case .damaged(let damage):
                if case .lengthImpossible = damage.reason { state = .ended }
            default: state = .ended
            }
            throw error
        }
    }

    private mutating func takeFrame(at offset: UInt64) throws -> (head: FrameHead, sealed: [UInt8]) {
        var cursor = ByteCursor(try supply.take(FrameHead.byteCount), of: "frame")
        guard cursor.left == FrameHead.byteCount else { throw BundlesError.truncated(afterFrames: frames) }
        let head = FrameHead(bits: try cursor.integer(UInt32.self))
        guard head.isPossible else {
            throw BundlesError.damaged(
                .init(frame: frames, offset: offset, reason: .lengthImpossible(UInt64(head.sealedBytes))))
        }
        let sealed = try supply.take(head.sealedBytes)
        guard sealed.count == head.sealedBytes else { throw BundlesError.truncated(afterFrames: frames) }
        return (head, sealed)
    }

    private mutating func sections(
        _ sealed: [UInt8], head: FrameHead, offset: UInt64, opener: FrameOpener
    ) throws -> [BundleSection] {
        func damage(_ reason: BundlesError.Reason) -> BundlesError {
            .damaged(.init(frame: frames, offset: offset, reason: reason))
        }
        guard let packed = try? opener.open(sealed, index: UInt64(frames), isLast: head.isLast) else {
            throw damage(.doesNotOpen)
        }
        frame = packed
        do {
            let sections = try BundleSection.sections(in: try Frame.unpacked(packed))
            for case .chunk(let chunk) in sections {
                guard tracker.follow(chunk.range, mayHaveGap: isDamaged) else {
                    throw damage(.rangeNotAnnounced(chunk.range))
                }
            }
            return sections
        } catch BundlesError.malformed(let part, let offset) {
            throw damage(.malformed(part: part, offset: offset))
        } catch BundlesError.tooLarge(let part, _, _, let offset) {
            throw damage(.malformed(part: part, offset: offset))
        }
    }

    /// After the last frame: nothing follows, and nothing is missing unless the frame that held it was damaged.
    private mutating func checkEnd() throws {
        let offset = supply.offset
        func damage(_ reason: BundlesError.Reason) -> BundlesError {
            .damaged(.init(frame: frames, offset: offset, reason: reason))
        }
        guard try supply.take(1).isEmpty else {
            isDamaged = true
            throw damage(.trailingBytes)
        }
        if !isDamaged, !tracker.missing.isEmpty {
            isDamaged = true
            throw damage(.rangesMissing(tracker.missing))
        }
    }
}
