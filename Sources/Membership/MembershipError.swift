/// What can be wrong with keys, certificates, invitations, seals and backups that come from outside.
///
/// No case carries a key, a passphrase or any content: texts may be shown and logged.
package enum MembershipError: Error, Hashable, Sendable {
    /// The bytes do not have the form they should have. `what` names the thing and, where known, the part of it.
    case malformed(_ what: String)
    /// The thing is longer than its limit.
    case tooLarge(_ what: String, bytesMax: Int)
    /// Written by a newer program, or no such version exists.
    case versionUnknown(_ what: String, version: Int)
    /// Made for, or signed under, another network's root.
    case notOfThisNetwork
    /// A signature does not fit what it signs.
    case signatureWrong(_ what: String)
    /// A certificate is signed well but may not do what it was used for, as a credential that made another authority.
    case certificateMisused(_ what: String)
    /// The leaf and the credential that made it, or two statements of one identity, name different things.
    case identityDisagrees(_ what: String)
    /// More successions in one identity than any device goes through.
    case tooManySuccessions(countMax: Int)
    /// The keys at hand are not the ones that the identity names.
    case notTheseKeys
    /// The invitation is not the one that the host wrote.
    case invitationEdited
    /// The wrapped key was not made for this device, or not for this bundle.
    case bundleKeyNotForThisDevice
    /// A sealed frame does not open: damaged, out of its place, cut, or of another bundle.
    case frameDoesNotOpen(index: UInt64)
    /// A passphrase without a character in it.
    case passphraseEmpty
    /// The passphrase is not the one the backup was sealed with (or the backup's first bytes are damaged).
    case passphraseWrong
    /// The backup asks for a key derivation that no backup of ours asks for.
    case backupParametersRefused
    /// The backup ends before its end.
    case backupTruncated
    /// A piece of the backup was altered. Pieces count from 0 and are 65,536 bytes long.
    case backupDamaged(piece: UInt64)
}

extension MembershipError: CustomStringConvertible {
    /// One line: what happened, and what to do where there is something to do.
    package var description: String {
        switch self {
        case .malformed(let what): "\(what) cannot be read: it is damaged or no such thing"
        case .tooLarge(let what, let bytesMax): "\(what) is longer than \(bytesMax) bytes"
        case .versionUnknown(let what, let version): "\(what) has version \(version): a newer yilu may read it"
        case .notOfThisNetwork: "it belongs to another network"
        case .signatureWrong(let what): "the signature of \(what) is wrong: it was altered or not written by its author"
        case .certificateMisused(let what): "\(what) was used for what it does not allow"
        case .identityDisagrees(let what): "the identity contradicts itself about its \(what)"
        case .tooManySuccessions(let countMax):
            "an identity of more than \(countMax) successions: invite the device anew"
        case .notTheseKeys: "these keys are not the ones that the identity names"
        case .invitationEdited: "the invitation was edited after the host wrote it: ask for a new one"
        case .bundleKeyNotForThisDevice: "the bundle is not sealed to this device"
        case .frameDoesNotOpen(let index): "part \(index) of the bundle is damaged or not of this bundle"
        case .passphraseEmpty: "the passphrase is empty"
        case .passphraseWrong: "the passphrase is wrong"
        case .backupParametersRefused: "the backup asks for an unreasonable key derivation: it is damaged or no backup"
        case .backupTruncated: "the backup is cut off: use another copy"
        case .backupDamaged(let piece): "the backup is damaged at piece \(piece): use another copy"
        }
    }
}
