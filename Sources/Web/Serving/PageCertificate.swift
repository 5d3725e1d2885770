import Crypto
import Foundation
package import NIOSSL
import SwiftASN1
import X509

/// The certificate with which the page answers on a local network: made by the device for itself, so that browsers warn
/// once; a person compares the fingerprint with the one that the command prints.
///
/// P-256, because browsers take no Ed25519 in certificates. It is kept with its key: a new one at every start would
/// bring the warning back.
package struct PageCertificate: Sendable {
    private let certificate: [UInt8]
    private let key: [UInt8]

    /// For names and addresses that a browser may call the device by.
    package init(names: [String]) throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("yilu") }
        let made = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey),
            // A clock may be years off, and nobody judges this certificate by its dates.
            notValidBefore: Date(timeIntervalSince1970: 0), notValidAfter: Date(timeIntervalSince1970: 4_102_444_800),
            issuer: name, subject: name,
            extensions: try Certificate.Extensions([
                Certificate.Extension(BasicConstraints.notCertificateAuthority, critical: true),
                Certificate.Extension(SubjectAlternativeNames(names.map { .dnsName($0) }), critical: false),
            ]),
            issuerPrivateKey: Certificate.PrivateKey(key))
        var der = DER.Serializer()
        try der.serialize(made)
        certificate = der.serializedBytes
        self.key = [UInt8](key.derRepresentation)
    }

    /// Reads back what ``encoded`` wrote.
    package init?(encoded bytes: [UInt8]) {
        guard bytes.count > 2 else { return nil }
        let count = Int(bytes[0]) << 8 | Int(bytes[1])
        guard bytes.count > 2 + count else { return nil }
        certificate = Array(bytes[2..<2 + count])
        key = Array(bytes[(2 + count)...])
    }

    /// The certificate's length in two bytes, the certificate, the key; both DER.
    package var encoded: [UInt8] {
        [UInt8(certificate.count >> 8), UInt8(certificate.count & 0xFF)] + certificate + key
    }

    /// SHA-256 of the certificate, as browsers show it: `AB:CD:…`.
    package var fingerprint: String {
        SHA256.hash(data: certificate).map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
            .joined(separator: ":")
    }

    package var configuration: TLSConfiguration {
        get throws {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: [.certificate(try NIOSSLCertificate(bytes: certificate, format: .der))],
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: key, format: .der)))
            configuration.minimumTLSVersion = .tlsv12
            return configuration
        }
    }
}
