import Crypto

/// The key that the frames of one bundle are sealed with, wrapped for each receiver.
///
/// One key seals one bundle: sealing two with it would use the same nonces twice and lay both open.
package struct BundleKey: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// - Precondition: `bytes` are 32.
    package init(bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "a bundle key has 32 bytes")
        self.bytes = bytes
    }

    /// A fresh key.
    package static func generate() -> BundleKey {
        BundleKey(bytes: SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    }

    package static let byteCount = 32

    var symmetric: SymmetricKey { SymmetricKey(data: bytes) }
}

extension BundleKey: CustomStringConvertible {
    /// Never the key.
    package var description: String { "bundle key" }
}
