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
        case .kept(let values, let key): PersonalWriting.commitments(to: values, key: key).commitments
        }
    }

    /// The same writing without its values and without its key: every chain that covers it still verifies.
    package func erased() -> PersonalWriting { .erased(commitments) }

    /// The count, then each name after its length and its commitment of 32 bytes.
    ///
    /// - Returns: the bytes of the values' JSON; 0 once they are erased.
    func appendCommitments(to bytes: inout [UInt8]) -> Int {
        let (commitments, valueBytes) =
            switch self {
            case .erased(let commitments): (commitments, 0)
            case .kept(let values, let key): PersonalWriting.commitments(to: values, key: key)
            }
        bytes.appendVarint(commitments.count)
        for commitment in commitments {
            bytes.appendText(commitment.name)
            bytes.append(contentsOf: commitment.hash)
        }
        return valueBytes
    }

    private static func commitments(to values: Patch, key: [UInt8]) -> (commitments: [Commitment], valueBytes: Int) {
        let key = SymmetricKey(data: key)
        var valueBytes = 0
        let commitments = values.entries.map { entry in
            let salt = HMAC<SHA256>.authenticationCode(
                for: Array("yilu salt 1".utf8) + Array(entry.name.utf8), using: key)
            var bytes = Array("yilu value 1".utf8)
            salt.withUnsafeBytes { bytes.append(contentsOf: $0) }
            let start = bytes.count
            entry.value.appendJSON(to: &bytes)
            valueBytes += bytes.count - start
            return Commitment(name: entry.name, hash: Array(SHA256.hash(data: bytes)))
        }
        return (commitments, valueBytes)
    }
}
