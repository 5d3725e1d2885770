import Causality

extension Succession {
    static let encodedBytesMax = 32 + 32 + 1 + 32 + 64 + 64 + 64

    /// New replica (32), sealing key (32), authority (0, or 1 with public key (32) and grant (64)), signature (64),
    /// possession (64).
    func encode(into writer: inout ByteWriter) {
        writer.fixed(replica.bytes)
        writer.fixed(sealingKey)
        switch authority {
        case .oldKey:
            writer.integer(UInt8(0))
        case .credential(let publicKey, let grant):
            writer.integer(UInt8(1))
            writer.fixed(publicKey)
            writer.fixed(grant)
        }
        writer.fixed(signature)
        writer.fixed(possession)
    }

    init(from reader: inout ByteReader) throws {
        replica = ReplicaID(bytes: try reader.fixed(32))
        sealingKey = try reader.fixed(32)
        switch try reader.integer(UInt8.self) {
        case 0: authority = .oldKey
        case 1:
            authority = .credential(
                publicKey: try reader.fixed(32), grant: try reader.fixed(Signatures.signatureBytes))
        default: throw MembershipError.malformed("succession's authority")
        }
        signature = try reader.fixed(Signatures.signatureBytes)
        possession = try reader.fixed(Signatures.signatureBytes)
    }
}
