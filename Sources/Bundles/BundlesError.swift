/// What this module refuses, and where. No case holds a value of any field.
package enum BundlesError: Error, Hashable, Sendable {
    /// The bytes do not begin as a bundle does.
    case notABundle
    /// A newer program wrote it: `what` names the part, `number` its version or kind.
    case madeByNewerVersion(what: String, number: Int)
    /// Bytes that do not have the form of `part`; `offset` counts from the start of that part.
    case malformed(part: String, offset: Int)
    /// A count or a length beyond its limit, refused before anything was allocated for it.
    case tooLarge(part: String, count: UInt64, max: UInt64, offset: Int)
    /// The bundle ends before its last frame. The frames before the end are whole.
    case truncated(afterFrames: Int)
    /// Bytes of the bundle were altered, or do not agree with one another.
    case damaged(Damage)
    /// The header was altered after its sender signed it.
    case headerAltered
    /// The identity in the header is not that of the sender, or does not verify against the network's root.
    case senderNotKnown
    /// The bundle, or the thing in it, belongs to another network.
    case otherNetwork
    /// The bundle is sealed to others.
    case notForThisReceiver
    /// A change whose canonical form, personal values included, is longer than `Change.bytesMax`.
    case changeTooLarge(sequence: UInt64, bytes: Int)
    /// A change that no replica writes: one that has seen itself, an author or a form with an overlong name.
    case changeImpossible(sequence: UInt64)
    /// The signed head at the end of a chunk is not of these changes.
    case headWrong(LogRange)
    /// A receipt that its replica did not sign for this network.
    case receiptAltered
    /// The compressor has no memory; the number is zlib's.
    case compressorFailed(code: Int)
}

extension BundlesError {
    /// Where a bundle is damaged, and how that showed.
    package struct Damage: Hashable, Sendable {
        /// Frames count from 0.
        package let frame: Int
        /// Bytes from the start of the bundle to the frame, or to what follows the last one.
        package let offset: UInt64
        package let reason: Reason

        package init(frame: Int, offset: UInt64, reason: Reason) {
            self.frame = frame
            self.offset = offset
            self.reason = reason
        }
    }

    package enum Reason: Hashable, Sendable {
        /// Its seal is broken: a bit differs, or it stands in another place than it was sealed for.
        case doesNotOpen
        /// Its length is one that no frame has; where the next frame begins is not known.
        case lengthImpossible(UInt64)
        /// It opens, but its content is not what it declares. `offset` counts within `part`.
        case malformed(part: String, offset: Int)
        /// A chunk that the header does not announce, or out of its order.
        case rangeNotAnnounced(LogRange)
        /// Ranges that the header announces and no frame brought.
        case rangesMissing([LogRange])
        /// Something follows the last frame.
        case trailingBytes
    }
}
