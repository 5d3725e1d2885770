/// What can go wrong with the one file.
package enum StoreError: Error, Sendable {
    /// There is no store in this folder.
    case missing(path: String)
    /// A store is there already.
    case exists(path: String)
    /// Something that belongs to a store lies there, and the store itself does not.
    case remains(path: String)
    /// The file is not one of ours, or SQLite finds it malformed.
    case notAStore(path: String, reason: String)
    /// The file that was given as a backup cannot be restored.
    case unfitBackup(path: String, BackupFlaw)
    /// It was written by a newer version of the program.
    case newerVersion(found: Int)
    /// It was written by a version from before the first release.
    case earlierVersion(found: Int)
    /// The folder or the file cannot be written; `code` is the system's `errno`.
    case notWritable(path: String, code: Int32)
    /// Somebody else held the store for longer than ten seconds.
    case busy(holder: String?)
    /// The disk is full.
    case full
    /// A disk is full for somebody who only reads: that of SQLite's temporary files, or the store's own.
    case fullForReading
    /// SQLite failed otherwise.
    case failed(reason: String)
    /// This file was restored or copied: its identity went on elsewhere. Only a succession may write now.
    case identityTaken
    /// A passphrase protects the secrets, and nobody has given it.
    case locked
    /// Too much waits for changes that are missing.
    case parkedFull(bytesMax: Int64)
    /// What is asked for does not exist here.
    case unknown(what: String)
}
