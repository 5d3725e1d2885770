import CProcess
import FieldRecords
import Foundation

/// Where keys lie while somebody uses the machine: in memory, for all programs of one user, until it is switched off.
package struct Keyring: Sendable {
    /// The bytes under a name; nil where there are none, or no keyring.
    let find: @Sendable (_ name: String) -> [UInt8]?
    /// - Throws: `DeviceError` where the system keeps nothing.
    let add: @Sendable (_ name: String, _ bytes: [UInt8]) throws -> Void
    /// Removes what lies under a name, if anything does.
    let remove: @Sendable (_ name: String) -> Void

    package init(
        find: @escaping @Sendable (String) -> [UInt8]?, add: @escaping @Sendable (String, [UInt8]) throws -> Void,
        remove: @escaping @Sendable (String) -> Void
    ) {
        self.find = find
        self.add = add
        self.remove = remove
    }

    /// Keeps nothing.
    package static let none = Keyring(find: { _ in nil }, add: { _, _ in throw unavailable(nil) }, remove: { _ in })

    /// The kernel's user keyring: nothing of it reaches a disk.
    ///
    /// Source: keyrings(7), user-keyring(7).
    package static let system = Keyring(
        find: { name in
            let key = yilu_keyring_find("yilu:" + name)
            guard key >= 0 else { return nil }
            var bytes = [UInt8](repeating: 0, count: 256)
            let count = yilu_keyring_read(key, &bytes, bytes.count)
            return (0...bytes.count).contains(count) ? Array(bytes.prefix(count)) : nil
        },
        add: { name, bytes in
            guard yilu_keyring_add("yilu:" + name, bytes, bytes.count) >= 0 else {
                throw unavailable(Phrase(systemError: errno))
            }
        },
        remove: { name in
            let key = yilu_keyring_find("yilu:" + name)
            if key >= 0 { _ = yilu_keyring_remove(key) }
        })

    private static func unavailable(_ reason: Phrase?) -> DeviceError {
        DeviceError(
            .unavailable,
            what: Phrase(
                zh: "系统没有可用的密钥环\(reason.map { "：\($0.zh)" } ?? "")",
                en: "this system offers no keyring\(reason.map { ": \($0.en)" } ?? "")"),
            advice: Phrase(
                zh: "请用环境变量 YILU_PASSPHRASE_FILE 指出口令文件。",
                en: "Name a file with the passphrase in YILU_PASSPHRASE_FILE instead."))
    }
}
