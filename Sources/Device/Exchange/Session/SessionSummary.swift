package import Exchange

/// What a session did, for people and scripts.
package struct SessionSummary: Sendable {
    /// The other device's label.
    package var peer = ""
    /// Whether the other device is the host's.
    package var isHost = false
    /// What was taken in: the same counts as of a bundle.
    package var received = ImportSummary()
    package var sentRecords = ImportSummary.Records()
    package var sentChanges = 0
    package var sentPhotos = 0
    /// The last record begun here, `037-214`, where the other device now holds all that is held here.
    package var upTo: String?
    /// Changes that the other device may read and is not known to hold.
    package var changesLeft = 0
    package var photosLeft = 0
    package var report = SessionReport()
    /// Whether another session would bring more at once: what came taught something new.
    package var isWorthRepeating = false

    /// Whether anything came or went.
    package var isNews: Bool {
        sentChanges + sentPhotos + received.changes.applied + received.changes.parked + received.photos > 0
            || !received.problems.isEmpty || !received.remarks.isEmpty
    }
}

/// A session as it is kept, for the status.
package struct SessionView: Sendable {
    package let time: String
    package let peer: String
    package let isHost: Bool
    package let isDone: Bool
    /// Why it ended early, where the reason has a name.
    package let reason: String?
    package let sent: ImportSummary.Records
    package let sentChanges: Int
    package let sentPhotos: Int
    package let received: ImportSummary.Records
    package let receivedChanges: Int
    package let receivedPhotos: Int
    package let upTo: String?
    package let changesLeft: Int
}
