import FieldRecords
import Foundation
import Membership
import Store

extension Device {
    /// Makes a device from a backup: a new replica that goes on where the backup stood.
    ///
    /// - Parameters:
    ///   - rootKey: the backup of the network's root key, for a host; it may be given later too.
    ///   - passphrase: opens both files, as far as they are sealed.
    package static func restore(
        _ options: DeviceOptions, file: String, rootKey: String? = nil, passphrase: String?
    ) throws -> Device {
        try wording {
            let root = try rootKey.map { try networkRoot(in: $0, passphrase: passphrase) }
            let sidecar = sidecar(options)
            try Store.make(home: options.home) { folder in
                try naming(file, passphrase: passphrase) {
                    let scratch = folder + "/" + Store.fileName
                    try unpack(file, to: scratch, passphrase: passphrase)
                    try Store.checkBackup(scratch)
                    let store = try Store.open(home: folder, sidecar: sidecar) { lock in
                        try passphrase.map { try lock.key(passphrase: Array($0.utf8)) }
                    }
                    try goOn(from: store, sidecar: sidecar, environment: options.environment)
                    if let root { try store.write { try $0.keep(root, own: try Own($0)) } }
                    return store
                }
            }
            return Device(store: try openedStore(options), options: options)
        }
    }

    /// Lets out what is wrong with a backup under the name by which the person knows it.
    private static func naming<Result>(
        _ file: String, passphrase: String?, _ body: () throws -> Result
    ) throws -> Result {
        do { return try body() } catch StoreError.unfitBackup(_, .otherFile) {
            let isRootKey = (try? networkRoot(in: file, passphrase: passphrase)) != nil
            throw isRootKey ? DeviceError(rootKeyInstead: file) : DeviceError(backup: file, .otherFile)
        } catch StoreError.unfitBackup(_, let flaw) {
            throw DeviceError(backup: file, flaw)
        } catch StoreError.notAStore {
            throw DeviceError(backup: file, .damaged)
        }
    }

    /// Takes up the succession that the backup allows.
    private static func goOn(from store: Store, sidecar: Sidecar, environment: Environment) throws {
        try store.write(identityMayBeTaken: true) { session in
            guard let encoded = try session.secret(successorSecret), let der = try session.bytes(.rootCertificate)
            else { throw StoreError.notAStore(path: Store.fileName, reason: "no successor credential") }
            try session.setLock(nil)
            let root = try RootCertificate(der: der)
            let keys = try environment.newKeys()
            let identity = try SuccessorCredential(encoded: encoded).succeed(with: keys, root: root)
            try session.setSecret(successorSecret, nil)
            try session.takeUp(
                identity, keys: keys, root: root, because: "restored from a backup", predecessorGoesOn: false,
                machine: sidecar.machine, wall: environment.now())
        }
    }

    private static func unpack(_ file: String, to scratch: String, passphrase: String?) throws {
        let output = try OutputFile(path: scratch, sparing: nil)
        try unpack(file, passphrase: passphrase, write: output.write)
        try output.finish()
    }

    /// Opens what ``write(_:passphrase:read:)`` wrote.
    ///
    /// - Parameter write: takes the content in order; where this throws, throw away what it was given.
    static func unpack(_ file: String, passphrase: String?, write: ([UInt8]) throws -> Void) throws {
        let magic = try InputFile(path: file).read(BackupSealing.magic.count)
        let input = try InputFile(path: file)
        guard magic == Array(BackupSealing.magic) else {
            // Too short to be told from what is not sealed.
            if !magic.isEmpty, BackupSealing.magic.starts(with: magic) { throw DeviceError(backup: file, .cut) }
            while case let piece = try input.read(1 << 16), !piece.isEmpty { try write(piece) }
            return
        }
        guard let passphrase else {
            throw DeviceError(
                .notPermitted, what: Phrase(zh: "备份 \(file) 有口令保护", en: "the backup \(file) is sealed by a passphrase"),
                advice: Phrase(zh: "请加上 --passphrase-file 文件。", en: "Give --passphrase-file FILE."))
        }
        do {
            try BackupSealing.open(passphrase: Array(passphrase.utf8), read: input.read, write: write)
        } catch MembershipError.backupTruncated {
            throw DeviceError(backup: file, .cut)
        } catch let error as MembershipError where error != .passphraseWrong && error != .passphraseEmpty {
            throw DeviceError(backup: file, .damaged)
        }
    }
}
