import Causality
import FieldRecords
import Foundation
import Membership
import Store

extension Device {
    /// The secret under which a backup keeps what allows one device to go on from it.
    private static let successorSecret = "successor"

    /// Writes a backup: everything stored, no identity, and a one-time credential to go on from it.
    ///
    /// - Parameter passphrase: seals the file; without one it is as precious as the device.
    package func backup(to file: String, passphrase: String?) throws {
        try Device.wording {
            let scratch = file + ".part"
            defer { unlink(scratch) }
            unlink(scratch)
            let secrets = try store.read { reading in
                let own = try Own(reading)
                let credential = try SuccessorCredential.issue(
                    for: try own.identity, keys: own.keys, root: own.root, privateKey: environment.newPrivateKey())
                return [
                    (Device.successorSecret, credential.encoded),
                    ("sealing:\(own.replica.replica)", own.keys.sealingPrivateKey),
                ]
            }
            try store.copy(to: scratch, replacingSecretsWith: secrets)
            try Device.finish(scratch, as: file, passphrase: passphrase)
        }
    }

    /// Writes the network's root key, in PEM.
    package func backupRootKey(to file: String, passphrase: String?) throws {
        try Device.wording {
            guard let key = try store.read({ try $0.secret("root") }) else {
                throw DeviceError(
                    .notPermitted,
                    what: Phrase(zh: "这台设备没有网络的根密钥", en: "this device does not hold the network's root key"),
                    advice: Phrase(zh: "请在建立网络的主机上执行。", en: "Run it on the host that made the network."))
            }
            let scratch = file + ".part"
            defer { unlink(scratch) }
            let output = try OutputFile(path: scratch)
            try output.write(Array(try NetworkRoot(privateKey: key).pem.utf8))
            try output.finish()
            try Device.finish(scratch, as: file, passphrase: passphrase)
        }
    }

    private static func finish(_ scratch: String, as file: String, passphrase: String?) throws {
        let output = try OutputFile(path: file)
        let input = try InputFile(path: scratch)
        if let passphrase {
            try BackupSealing.seal(
                passphrase: Array(passphrase.utf8), salt: BackupSealing.freshSalt(), read: input.read,
                write: output.write)
        } else {
            while case let piece = try input.read(1 << 16), !piece.isEmpty { try output.write(piece) }
        }
        try output.finish()
    }

    /// Makes a device from a backup: a new replica that goes on where the backup stood.
    package static func restore(_ options: DeviceOptions, file: String, passphrase: String?) throws -> Device {
        try wording {
            let sidecar = sidecar(options)
            try Store.make(home: options.home) { folder in
                let scratch = folder + "/" + Store.fileName
                try unpack(file, to: scratch, passphrase: passphrase)
                try Store.checkBackup(scratch)
                let store = try Store.open(home: folder, sidecar: sidecar)
                try goOn(from: store, file: file, sidecar: sidecar, environment: options.environment)
                return store
            }
            return Device(store: try Store.open(home: options.home, sidecar: sidecar), options: options)
        }
    }

    /// Takes up the succession that the backup allows.
    private static func goOn(
        from store: Store, file: String, sidecar: Sidecar, environment: Environment
    ) throws {
        try store.write(identityMayBeTaken: true) { session in
            guard let encoded = try session.secret(successorSecret), let der = try session.bytes(.rootCertificate)
            else { throw StoreError.notAStore(path: file, reason: "no successor credential") }
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
        let magic = try InputFile(path: file).read(BackupSealing.magic.count)
        let input = try InputFile(path: file)
        let output = try OutputFile(path: scratch)
        if magic == Array(BackupSealing.magic) {
            guard let passphrase else {
                throw DeviceError(
                    .notPermitted, what: Phrase(zh: "这份备份有口令保护", en: "this backup is sealed by a passphrase"),
                    advice: Phrase(zh: "请加上 --passphrase-file 文件。", en: "Give --passphrase-file FILE."))
            }
            try BackupSealing.open(passphrase: Array(passphrase.utf8), read: input.read, write: output.write)
        } else {
            while case let piece = try input.read(1 << 16), !piece.isEmpty { try output.write(piece) }
        }
        try output.finish()
    }
}
