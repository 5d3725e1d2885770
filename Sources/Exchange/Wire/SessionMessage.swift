package import Bundles

/// One message of a session.
package enum SessionMessage: Hashable, Sendable {
    case hello(Hello)
    /// How much is to come, for whoever shows progress.
    case offer(Offer)
    /// A packed frame of sections, as in a bundle.
    case frame([UInt8])
    /// All frames were sent.
    case end
    /// What is held now that all frames were taken in.
    case receipt(SignedReceipt)
    case refusal(Refusal)
    /// Still at work on what came: silence is no death.
    case wait

    /// The most bytes of a hello or a receipt: as of a section of a bundle.
    static let wordBytesMax = BundleSection.bytesMax
    /// Kind and length.
    package static let headBytes = 5
    /// From this kind on messages may be passed over by whoever does not know them.
    static let firstIgnorableKind: UInt8 = 0x80
    /// The most bytes of a message that is passed over.
    static let ignoredBytesMax = 64 << 10
}

/// What one side is about to send.
package struct Offer: Hashable, Sendable {
    package let changes: UInt64
    package let photos: UInt64

    package init(changes: UInt64, photos: UInt64) {
        self.changes = changes
        self.photos = photos
    }

    package static let nothing = Offer(changes: 0, photos: 0)
}

extension SessionMessage {
    /// The kinds with their numbers on the wire for ever.
    enum Kind: UInt8, CaseIterable {
        case hello = 1
        case offer = 2
        case frame = 3
        case end = 4
        case receipt = 5
        case refusal = 6
        case wait = 7

        /// The most bytes of content.
        var bytesMax: Int {
            switch self {
            case .hello, .receipt: wordBytesMax
            case .offer: 16
            case .frame: Frame.packedBytesMax
            case .end, .wait: 0
            case .refusal: 2 + Refusal.detailBytesMax
            }
        }
    }

    /// Kind, length in 4 bytes, content.
    package var encoded: [UInt8] {
        let (kind, content) = parts
        var bytes: [UInt8] = [kind.rawValue]
        bytes.reserveCapacity(SessionMessage.headBytes + content.count)
        withUnsafeBytes(of: UInt32(content.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: content)
        return bytes
    }

    private var parts: (Kind, [UInt8]) {
        switch self {
        case .hello(let hello): return (.hello, hello.encoded)
        case .offer(let offer):
            var content: [UInt8] = []
            for count in [offer.changes, offer.photos] {
                withUnsafeBytes(of: count.bigEndian) { content.append(contentsOf: $0) }
            }
            return (.offer, content)
        case .frame(let packed): return (.frame, packed)
        case .end: return (.end, [])
        case .receipt(let receipt): return (.receipt, receipt.encoded)
        case .refusal(let refusal):
            return (.refusal, [refusal.reason.rawValue, refusal.reach.rawValue] + refusal.detail.utf8)
        case .wait: return (.wait, [])
        }
    }

    /// Reads the content of a message.
    init(_ kind: Kind, content: ArraySlice<UInt8>) throws(Refusal) {
        switch kind {
        case .hello: self = .hello(try Hello(encoded: content))
        case .offer:
            guard content.count == 16 else { throw Refusal(.malformed) }
            let counts = [content.prefix(8), content.suffix(8)].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
            self = .offer(Offer(changes: counts[0], photos: counts[1]))
        case .frame: self = .frame(Array(content))
        case .end: self = .end
        case .receipt:
            guard let receipt = try? SignedReceipt(encoded: content) else { throw Refusal(.malformed) }
            self = .receipt(receipt)
        case .refusal:
            guard content.count >= 2, let reach = Refusal.Reach(rawValue: content[content.startIndex + 1]),
                let detail = String(validating: content.dropFirst(2), as: UTF8.self)
            else { throw Refusal(.malformed) }
            let reason = Refusal.Reason(rawValue: content[content.startIndex]) ?? .unknown
            self = .refusal(Refusal(reason, reach: reach, detail: detail))
        case .wait: self = .wait
        }
    }
}
