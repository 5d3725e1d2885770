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
            try store.withCopy(replacingSecretsWith: secrets) { copy in
                try write(file, passphrase: passphrase, read: try InputFile(path: copy).read)
            }
        }
    }

    /// Writes the network's root key, in PEM.
    package func backupRootKey(to file: String, passphrase: String?) throws {
        try Device.wording {
            let key = try store.read { reading in
                try Device.requireSeal(passphrase, in: reading)
                return try reading.secret("root")
            }
            guard let key else {
                throw DeviceError(
                    .notPermitted,
                    what: Phrase(zh: "这台设备没有网络的根密钥", en: "this device does not hold the network's root key"),
                    advice: Phrase(zh: "请在建立网络的主机上执行。", en: "Run it on the host that made the network."))
            }
            var rest = Array(try NetworkRoot(privateKey: key).pem.utf8)[...]
            try write(file, passphrase: passphrase) { countMax in
                defer { rest = rest.dropFirst(countMax) }
                return Array(rest.prefix(countMax))
            }
        }
    }

    /// A file in which the keys lie open would undo what protects them here.
    private static func requireSeal(_ passphrase: String?, in reading: StoreReading) throws {
        guard passphrase == nil, try reading.lock() != nil else { return }
        throw DeviceError(
            .usage, what: Phrase(zh: "这台设备有口令，备份也要有", en: "this device has a passphrase, and so must its backup"),
            advice: Phrase(zh: "请加上 --passphrase-file 文件。", en: "Give --passphrase-file FILE."))
    }

    /// Writes what `read` gives, sealed where there is a passphrase: nothing of it ever lies open beside the file.
    ///
    /// - Parameter read: answers with up to that many next bytes; with none at the end only.
    private func write(
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
            return Device(store: try openedStore(options), options: options)
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
        let output = try OutputFile(path: scratch, sparing: nil)
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
