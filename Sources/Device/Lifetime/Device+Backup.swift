import Causality
import FieldRecords
import Foundation
import Membership
import Store

extension Device {
    /// The secret under which a backup keeps what allows one device to go on from it.
    static let successorSecret = "successor"

    /// Writes a backup: everything stored, no identity, and a one-time credential to go on from it.
    ///
    /// - Parameter passphrase: seals the file, and before that the keys in the copy of the store that goes into it, which
    ///   lies in the home meanwhile; without one the file is as precious as the device.
    package func backup(to file: String, passphrase: String?) throws {
        try Device.wording {
            let secrets = try store.read { reading in
                try Device.requireSeal(passphrase, in: reading)
                let own = try Own(reading)
                let credential = try SuccessorCredential.issue(
                    for: try own.identity, keys: own.keys, root: own.root, privateKey: environment.newPrivateKey())
                // Keys to open what was sealed to this identity and to former ones go along; identities do not.
                let former = try reading.secretNames().filter { $0.hasPrefix("sealing:") }.map { name in
                    (name, try reading.secret(name) ?? [])
                }
                return former + [
                    (Device.successorSecret, credential.encoded),
                    ("sealing:\(own.replica.replica)", own.keys.sealingPrivateKey),
                ]
            }
            let lock = try passphrase.map(freshLock)
            try store.withCopy(replacingSecretsWith: secrets, lock: lock) { copy in
                try write(file, passphrase: passphrase, read: try InputFile(path: copy).read)
            }
        }
    }

    /// A file in which the keys lie open would undo what protects them here.
    static func requireSeal(_ passphrase: String?, in reading: StoreReading) throws {
        guard passphrase == nil, try reading.lock() != nil else { return }
        // Whoever is locked out hears of that first.
        _ = try Own(reading)
        throw DeviceError(
            .usage, what: Phrase(zh: "这台设备有口令，备份也要有", en: "this device has a passphrase, and so must its backup"),
            advice: Phrase(zh: "请加上 --passphrase-file 文件。", en: "Give --passphrase-file FILE."))
    }

    /// Writes what `read` gives, sealed where there is a passphrase: nothing of it ever lies open beside the file.
    ///
    /// - Parameter read: answers with up to that many next bytes; with none at the end only.
    func write(
        _ file: String, passphrase: String?, read: (_ countMax: Int) throws -> [UInt8]
    ) throws {
        let output = try OutputFile(path: file, sparing: options.home)
        if let passphrase {
            try BackupSealing.seal(
                passphrase: Array(passphrase.utf8), salt: BackupSealing.freshSalt(), read: read, write: output.write)
        } else {
            while case let piece = try read(1 << 16), !piece.isEmpty { try output.write(piece) }
        }
        try output.finish()
    }
}
