/// What the district publishes to all devices, as records in its notices.
///
/// They merge like any record; what they mean is read from them whenever one changed. Their names begin with `_`, so
/// that no form of a person can be taken for one.
package enum Notice: String, CaseIterable, Sendable {
    /// A node of the tree: `node`, `parent`, `kind`, `name`, `code`, `closed`.
    case node = "_node"
    /// The host's word on a device: `key`, `node`, `label`, `identity`, `standing`.
    case member = "_member"
    /// The last change that counts of a log: `key`, `place`, `sequence`, `chain`.
    case cut = "_cut"
    /// A form: `name`, `version`, `definition`.
    case form = "_form"
    /// What the network is called and how it counts days: `name`, `utc_offset_minutes`, `open`.
    case network = "_network"
}

/// How the host's word on a device stands.
package enum Standing: String, Sendable {
    /// The host has not spoken: the device's logs are held and fold to nothing.
    case waiting
    case enrolled
    case revoked
    case retired
    /// It went on under another identity.
    case superseded
}
