import FieldRecords
import Membership
import Store

extension Device {
    /// The secret under which the host keeps the network's root key. A backup of the device goes without it.
    static let rootSecret = "root"

    /// Writes the network's root key, in PEM.
    package func backupRootKey(to file: String, passphrase: String?) throws {
        try Device.wording {
            let key = try store.read { reading in
                try Device.requireSeal(passphrase, in: reading)
                return try reading.secret(Device.rootSecret)
            }
            guard let key else { throw DeviceError.rootKeyMissing }
            var rest = Array(try NetworkRoot(privateKey: key).pem.utf8)[...]
            try write(file, passphrase: passphrase) { countMax in
                defer { rest = rest.dropFirst(countMax) }
                return Array(rest.prefix(countMax))
            }
        }
    }

    /// Gives a device at the root of the tree the network's root key from its backup, after which it can invite.
    ///
    /// - Throws: `DeviceError` for another network's key, and on every other device.
    package func takeRootKey(from file: String, passphrase: String?) throws {
        try Device.wording {
            let root = try Device.networkRoot(in: file, passphrase: passphrase)
            try write { session, own in try session.keep(root, own: own) }
        }
    }

    /// Whether this is a device at the root of the tree that cannot invite.
    package func lacksRootKey() throws -> Bool {
        try read { reading, own in try own.isHost && !reading.hasSecret(Device.rootSecret) }
    }

    /// The root that ``backupRootKey(to:passphrase:)`` wrote into a file.
    static func networkRoot(in file: String, passphrase: String?) throws -> NetworkRoot {
        var text: [UInt8] = []
        do {
            try unpack(file, passphrase: passphrase) { piece in
                text += piece
                guard text.count <= NetworkRoot.pemBytesMax else { throw DeviceError(notARootKey: file) }
            }
        } catch MembershipError.passphraseWrong {
            throw DeviceError(rootKeyStaysSealed: file)
        }
        guard let pem = String(validating: text, as: UTF8.self), let root = try? NetworkRoot(pem: pem) else {
            let begin = Array("-----BEGIN PRIVATE KEY".utf8)
            let isPart = text.starts(with: begin) || begin.starts(with: text)
            throw isPart ? DeviceError(backup: file, .cut) : DeviceError(notARootKey: file)
        }
        return root
    }
}

extension StoreWriting {
    /// Keeps the root key of this network, at the root of the tree only.
    func keep(_ root: NetworkRoot, own: Own) throws {
        guard root.network == own.network else { throw DeviceError.rootKeyOfAnotherNetwork }
        guard own.isHost else { throw DeviceError.rootKeyIsForHost }
        try setSecret(Device.rootSecret, root.privateKey)
    }
}
