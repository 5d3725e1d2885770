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
            let target = options.home + "/" + Store.fileName
            guard access(target, F_OK) != 0 else { throw StoreError.exists(path: target) }
            try FileManager.default.createDirectory(
                atPath: options.home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let scratch = target + ".restoring"
            try unpack(file, to: scratch, passphrase: passphrase)
            do {
                try Store.checkBackup(scratch)
            } catch {
                unlink(scratch)
                throw error
            }
            guard rename(scratch, target) == 0 else {
                throw StoreError.notWritable(path: target, reason: String(cString: strerror(errno)))
            }
            let device = Device(
                store: try Store.open(home: options.home, sidecar: sidecar(options)), options: options)
            try device.store.write(identityMayBeTaken: true) { session in
                guard let encoded = try session.secret(successorSecret), let der = try session.bytes(.rootCertificate)
                else { throw StoreError.notAStore(path: file, reason: "no successor credential") }
                let root = try RootCertificate(der: der)
                let keys = try options.environment.newKeys()
                let identity = try SuccessorCredential(encoded: encoded).succeed(with: keys, root: root)
                try session.setSecret(successorSecret, nil)
                try session.takeUp(
                    identity, keys: keys, root: root, because: "restored from a backup", predecessorGoesOn: false,
                    machine: sidecar(options).machine, wall: options.environment.now())
            }
            return device
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
