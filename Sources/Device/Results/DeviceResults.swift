package import FieldRecords

/// How this device stands.
package struct StatusView: Sendable {
    package let network: String
    package let networkName: String
    package let replica: String
    package let place: String
    package let placeName: String
    package let ownStanding: OwnStanding
    package let records: Int
    package let changes: Int
    package let conflicts: Int
    package let photosHeld: Int
    package let photosMissing: Int
    package let waitingChanges: Int
    package let waitingPhotos: Int
    package let missing: [MissingRange]
    /// One sentence a fork.
    package let forks: [ForkView]
    /// Milliseconds by the label of the device.
    package let clockOffsets: [(replica: String, milliseconds: Int64)]
    /// Place id in hexadecimal, and the digest of its records in hexadecimal.
    package let digests: [(place: String, digest: String)]
    /// Changes held but not applied, with the reason, by log.
    package let stopped: [(log: String, changes: Int, reason: Phrase)]
    /// Changes held that count for nothing, by device.
    package let uncounted: [UncountedView]
    /// Nil at the host.
    package let district: DistrictWord?
    /// Whether a passphrase protects the device's keys.
    package let hasPassphrase: Bool
    /// The last sessions over TCP, newest first.
    package let sessions: [SessionView]

    /// `waiting` until the district's word on this device has come.
    package var standing: String { ownStanding.name }
}

package struct ForkView: Sendable {
    package let log: String
    package let sequence: UInt64
}

/// What a check found.
package struct CheckView: Sendable {
    package let problems: [Problem]
    package let warnings: [Phrase]
    /// Nil where only the file was checked.
    package let changesChecked: Int?
    package var isOK: Bool { problems.isEmpty }
}

/// A node of the tree.
package struct NodeView: Sendable {
    package let id: String
    /// `district`, `town`, `station`.
    package let kind: String
    package let name: String
    package let code: String
    /// The code of the town a station belongs to.
    package let parent: String?
    package let isClosed: Bool
}

/// An invitation just written.
package struct IssuedInvitation: Sendable {
    package let serial: String
    package let label: String
    package let place: String
    package let document: [UInt8]
    package let expires: String
}

/// An invitation as the host remembers it.
package struct InvitationView: Sendable {
    package let serial: String
    package let label: String
    package let place: String
    package let expires: String
    /// `open`, `used`, `expired`, `withdrawn`.
    package let state: String
}

/// A device of the network as this one knows it.
package struct MemberView: Sendable {
    package let replica: String
    /// Its public key, 64 hexadecimal digits.
    package let key: String
    package let place: String
    /// `enrolled`, `waiting`, `revoked`, `retired`, `superseded`.
    package let standing: String
    package let reason: Phrase?
    package let isThisDevice: Bool
    package let predecessor: String?
}
