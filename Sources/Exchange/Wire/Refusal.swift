/// One side's word that it will not take something, in a form that both sides can put into sentences.
///
/// The reach says how much is refused; the reason says why, and whether whoever caused it misbehaves.
package struct Refusal: Error, Hashable, Sendable {
    /// The longest detail, in UTF-8.
    package static let detailBytesMax = 256

    /// How much is refused.
    package enum Reach: UInt8, Sendable {
        /// One thing; the session goes on.
        case thing = 0
        /// The session; it ends here.
        case session = 1
    }

    /// Why. The numbers travel, so none is ever used for another thing.
    package enum Reason: UInt8, Sendable, CaseIterable {
        /// A reason of a newer version.
        case unknown = 0
        /// There is no version that both sides speak; the detail is the version of the newer program.
        case updateNeeded = 1
        case otherNetwork = 2
        case revoked = 3
        case retired = 4
        /// The device is known and not enrolled; what it brings is kept apart. The detail says why.
        case notEnrolled = 5
        /// Bytes that are no message.
        case malformed = 6
        /// A message beyond its limit.
        case tooLarge = 7
        /// A message that does not belong here.
        case outOfTurn = 8
        /// Content that does not verify.
        case badContent = 9
        /// Changes of a place where their writer may not write, or that the receiver may not hold.
        case notPermitted = 10
        /// Changes of a place not known yet: they come again.
        case unknownPlace = 11
        /// A receipt for what the other side neither sent nor holds.
        case neverSent = 12
        /// Nothing came or went for too long.
        case silent = 13
        /// The session took too long as a whole; the next one goes on from there.
        case tooLong = 14
        case busy = 15
        case shuttingDown = 16
        /// The device goes on under a new identity: call again.
        case goesOnAnew = 17
        /// The device cannot store what came: the detail says why.
        case cannotStore = 18
    }

    package let reason: Reason
    package let reach: Reach
    /// English, one line, no value of any field; may be empty.
    package let detail: String

    package init(_ reason: Reason, reach: Reach = .session, detail: String = "") {
        self.reason = reason
        self.reach = reach
        self.detail = Refusal.clean(detail)
    }

    /// Whether the other side did what no sound program does.
    package var isMisbehaviour: Bool {
        switch reason {
        case .malformed, .tooLarge, .outOfTurn, .badContent, .notPermitted, .neverSent, .otherNetwork: true
        case .unknown, .updateNeeded, .revoked, .retired, .notEnrolled, .unknownPlace, .silent, .tooLong, .busy,
            .shuttingDown, .goesOnAnew, .cannotStore:
            false
        }
    }

    /// A detail goes to logs and terminals: one line, nothing that does not show, cut at the limit.
    private static func clean(_ detail: String) -> String {
        var text = ""
        var bytes = 0
        for scalar in detail.unicodeScalars {
            let isShown: Bool
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
                isShown = false
            default: isShown = true
            }
            let shown = isShown ? scalar : " "
            bytes += UTF8.width(shown)
            if bytes > detailBytesMax { break }
            text.unicodeScalars.append(shown)
        }
        return text
    }
}
