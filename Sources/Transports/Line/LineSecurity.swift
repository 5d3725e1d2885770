import Membership
import NIOCore
import NIOSSL
import Synchronization

/// TLS 1.3 with certificates on both sides, pinned to the network's root.
///
/// Only Ed25519 is spoken, since every key of a network is one. What TLS libraries judge by themselves, dates, names and
/// authorities of the machine, is not asked: ``SessionCertificate`` goes from the root down to the key.
struct LineSecurity: Sendable {
    let credentials: SessionCredentials
    private let client: NIOSSLContext
    private let server: NIOSSLContext

    init(_ credentials: SessionCredentials) throws {
        self.credentials = credentials
        let certificate = try NIOSSLCertificate(bytes: credentials.certificate, format: .der)
        let key = try NIOSSLPrivateKey(bytes: credentials.privateKey, format: .der)
        func hardened(_ configuration: TLSConfiguration) -> TLSConfiguration {
            var configuration = configuration
            configuration.minimumTLSVersion = .tlsv13
            configuration.signingSignatureAlgorithms = [.ed25519]
            configuration.verifySignatureAlgorithms = [.ed25519]
            configuration.trustRoots = .certificates([])
            configuration.certificateVerification = .noHostnameVerification
            configuration.renegotiationSupport = .none
            return configuration
        }
        var client = TLSConfiguration.makeClientConfiguration()
        client.certificateChain = [.certificate(certificate)]
        client.privateKey = .privateKey(key)
        self.client = try NIOSSLContext(configuration: hardened(client))
        let server = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        self.server = try NIOSSLContext(configuration: hardened(server))
    }

    /// The handler of the calling side; `peer` learns who answers.
    func clientHandler(_ peer: LinePeer) throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(
            context: client, serverHostname: nil, customVerificationCallback: peer.verification(credentials.root))
    }

    /// The handler of the answering side; `peer` learns who calls.
    func serverHandler(_ peer: LinePeer) -> NIOSSLServerHandler {
        NIOSSLServerHandler(context: server, customVerificationCallback: peer.verification(credentials.root))
    }
}

/// Who the other side is, once TLS has proven it.
final class LinePeer: Sendable {
    private let known = Mutex<(identity: Identity, member: Member)?>(nil)
    private let wasRefused = Mutex(false)

    var identity: (identity: Identity, member: Member)? { known.withLock { $0 } }
    /// Whether its certificate did not come from the root.
    var isRefused: Bool { wasRefused.withLock { $0 } }

    fileprivate func verification(
        _ root: RootCertificate
    ) -> @Sendable ([NIOSSLCertificate], EventLoopPromise<NIOSSLVerificationResult>) -> Void {
        { certificates, promise in
            do {
                guard let first = certificates.first else { throw MembershipError.malformed("session certificate") }
                let verified = try SessionCertificate.verify(try first.toDERBytes(), root: root)
                self.known.withLock { $0 = verified }
                promise.succeed(.certificateVerified)
            } catch {
                self.wasRefused.withLock { $0 = true }
                promise.succeed(.failed)
            }
        }
    }
}
