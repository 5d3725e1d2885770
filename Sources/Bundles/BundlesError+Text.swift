extension BundlesError: CustomStringConvertible {
    /// One line: what happened, and what to do where there is something to do.
    package var description: String {
        switch self {
        case .notABundle: "this is no yilu bundle"
        case .madeByNewerVersion(let what, let number): "\(what) \(number) is of a newer yilu: upgrade this device"
        case .malformed(let part, let offset): "\(part) cannot be read at byte \(offset): it is damaged"
        case .tooLarge(let part, let count, let max, let offset):
            "\(part) at byte \(offset) says \(count) where at most \(max) may be: it is damaged"
        case .truncated(let frames): "the bundle is cut off after \(frames) parts: fetch it again for the rest"
        case .damaged(let damage): damage.description
        case .headerAltered: "the bundle's header was altered: fetch it again"
        case .senderNotKnown: "the bundle's sender is no device of this network"
        case .otherNetwork: "it belongs to another network"
        case .notForThisReceiver: "the bundle is sealed to other devices"
        case .changeTooLarge(let sequence, let bytes):
            "change \(sequence) has \(bytes) bytes, more than a change may have: split it"
        case .changeImpossible(let sequence): "change \(sequence) is one that no device writes"
        case .headWrong(let range):
            "the signature under changes \(range.from) to \(range.through) is wrong: they were altered"
        case .receiptAltered: "the receipt was altered or is of another network"
        case .compressorFailed(let code): "the compressor failed with code \(code): free some memory"
        }
    }
}

extension BundlesError.Damage: CustomStringConvertible {
    package var description: String {
        let place = "the bundle is damaged at byte \(offset) (part \(frame)): "
        return switch reason {
        case .doesNotOpen: place + "the part does not open; fetch it again"
        case .lengthImpossible: place + "no part has such a length; fetch it again"
        case .malformed(let part, let offset): place + "\(part) at \(offset) is not what it says"
        case .rangeNotAnnounced(let range):
            place + "changes \(range.from) to \(range.through) of a log stand where the header has none"
        case .rangesMissing(let ranges): place + "\(ranges.count) ranges that the header names are missing"
        case .trailingBytes: place + "something follows its end"
        }
    }
}
