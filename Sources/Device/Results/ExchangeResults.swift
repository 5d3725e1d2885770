package import Bundles
import Exchange
package import FieldRecords

/// What taking in a bundle did.
package struct ImportSummary: Sendable {
    package struct Changes: Sendable, Hashable {
        /// Newly held here.
        package var applied = 0
        /// Held before.
        package var already = 0
        /// Verified, but their predecessors are missing, as long as they are.
        package var parked = 0
        /// Not allowed here, or damaged.
        package var refused = 0
    }

    package struct Records: Sendable, Hashable {
        package var new = 0
        package var edited = 0
        package var deleted = 0

        package init(new: Int = 0, edited: Int = 0, deleted: Int = 0) {
            self.new = new
            self.edited = edited
            self.deleted = deleted
        }
    }

    package var file = ""
    /// The sender's label, where it could be told.
    package var sender = ""
    package var changes = Changes()
    package var records = Records()
    /// Fields in conflict that were not before.
    package var conflicts = 0
    package var photos = 0
    package var missing: [MissingRange] = []
    /// Of the changes that were parked those that wait for what is missing, as they came.
    package var waiting: Set<LogRange> = []
    /// How many waited at first, and no longer once a later bundle was in.
    package var unparked = 0
    /// When the same bundle was taken in before, and nothing was new.
    package var receivedBefore: String?
    /// What was refused and why, one a line.
    package var problems: [Problem] = []
    /// What people should know: a device admitted, a fork found.
    package var remarks: [Phrase] = []
}

/// Changes that somebody has and this device lacks, though it holds later ones.
package struct MissingRange: Sendable, Hashable {
    /// The label of the log's replica.
    package let log: String
    package let from: UInt64
    package let through: UInt64
}

/// Something refused, with the exit code it asks for.
package struct Problem: Sendable {
    package let kind: FailureKind
    package let what: Phrase
    /// What to do; nil where that follows from the kind.
    package var advice: Phrase?
    /// What the other side of a session is told; nil where that follows from the kind.
    var refusal: Refusal.Reason?
}

/// What writing a bundle answers.
package struct ExportSummary: Sendable {
    package let file: String
    package let receivers: [String]
    package var changes = 0
    package var photos = 0
    package var bytes = 0
    /// Why there is none; nil where it was written.
    package var failure: DeviceError?
}

/// What anybody can tell of a bundle without opening it.
package struct BundleInspectionView: Sendable {
    package struct Range: Sendable {
        package let place: String
        package let log: String
        package let from: UInt64
        package let through: UInt64
    }

    package let network: String
    package let isOurs: Bool
    package let sender: String
    package let receivers: [String]
    package let isForUs: Bool
    package let time: String
    package let version: Int
    package let ranges: [Range]
    package let changes: Int
    package let photos: Int
    package let photoBytes: Int
    package let bytes: Int
    package let frames: Int
    /// What is wrong with it; empty for a sound bundle.
    package let problems: [Phrase]
    /// `verify` only: whether the content could be opened and checked too, or just the envelope.
    package let contentChecked: Bool
}
