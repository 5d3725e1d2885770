import Causality
import Crypto

/// The certificate that a device makes for itself with a ``Credential``: the subject's key is the replica's own name,
/// and the binding repeats the credential's and adds the key to seal to.
enum DeviceCertificate {
    static func make(for keys: DeviceKeys, with credential: Credential) throws -> [UInt8] {
        var binding = credential.binding
        binding.sealingKey = keys.sealingPublicKey
        let content = CertificateForm.Content(
            role: .device, subject: "yilu device \(binding.label)", subjectKey: keys.replica.bytes,
            issuer: Credential.subject(of: binding), serial: serial(of: keys.replica), binding: binding)
        return try CertificateForm.make(content, signedBy: credential.key)
    }

    /// X.509 wants a serial number no longer than 20 bytes and different for each certificate of an issuer: the first
    /// 16 bytes of the key's SHA-256, with the first bit set so that it is never zero.
    private static func serial(of replica: ReplicaID) -> [UInt8] {
        var serial = Array(SHA256.hash(data: replica.bytes).prefix(16))
        serial[0] |= 0x80
        return serial
    }
}
