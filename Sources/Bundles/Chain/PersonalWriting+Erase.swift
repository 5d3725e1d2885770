import Crypto
package import FieldRecords

extension PersonalWriting {
    /// The commitments that the chain covers, in the order of the names.
    ///
    /// The salt of a field is HMAC-SHA256 of `yilu salt 1` and its name under the erasure key; the commitment is
    /// SHA-256 of `yilu value 1`, the salt and the value's canonical JSON. Without the key nobody can try out values.
    package var commitments: [Commitment] {
        switch self {
        case .erased(let commitments): commitments
        case .kept(let values, let key):
            PersonalWriting.commitments(
                to: values.entries.map { entry in
                    var json: [UInt8] = []
                    entry.value.appendJSON(to: &json)
                    return (entry.name, json[...])
                }, key: key)
        }
    }

    /// The same writing without its values and without its key: every chain that covers it still verifies.
    package func erased() -> PersonalWriting { .erased(commitments) }

    /// Of values as canonical JSON.
    static func commitments(to values: [(name: String, json: ArraySlice<UInt8>)], key: [UInt8]) -> [Commitment] {
        let key = SymmetricKey(data: key)
        return values.map { name, json in
            let salt = HMAC<SHA256>.authenticationCode(for: Array("yilu salt 1".utf8) + Array(name.utf8), using: key)
            var bytes = Array("yilu value 1".utf8)
            salt.withUnsafeBytes { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: json)
            return Commitment(name: name, hash: Array(SHA256.hash(data: bytes)))
        }
    }
}
