import SwiftASN1

/// What a credential and a device's certificate are bound to: our own X.509 extension, in DER:
///
///     SEQUENCE {
///         version    INTEGER (1),
///         network    OCTET STRING (32),
///         place      OCTET STRING (8, big-endian),
///         serial     OCTET STRING (16),
///         label      UTF8String,
///         sealing    OCTET STRING (32) OPTIONAL   -- X25519, in a device's certificate only
///     }
///
/// The extension is not critical: our own verification demands it, and TLS libraries, which cannot know it, must let
/// the certificate pass. Its object identifier, 1.3.6.1.4.1.99999.8409.1, lies under a number that IANA has not
/// assigned; identifiers under 2.25 would need an arc of 128 bits, which swift-asn1 does not hold.
struct Binding: Hashable, Sendable {
    static let identifier: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 99999, 8409, 1]
    static let labelBytesMax = 32

    var network: NetworkID
    /// The node of the place; the place is always that of records, never its notices.
    var node: UInt64
    var serial: InvitationSerial
    var label: String
    var sealingKey: [UInt8]?

    /// The same binding as its credential has it.
    var ofCredential: Binding {
        var binding = self
        binding.sealingKey = nil
        return binding
    }

    /// A label stands in record numbers and file names: it is short and has nothing in it that does not show.
    static func checked(label: String) throws -> String {
        let isGood = label.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .unassigned: false
            default: scalar != "/" && scalar != "\\"
            }
        }
        guard isGood, !label.isEmpty, label.utf8.count <= labelBytesMax else {
            throw MembershipError.malformed("label")
        }
        return label
    }
}

extension Binding: DERImplicitlyTaggable {
    static var defaultIdentifier: ASN1Identifier { .sequence }

    init(derEncoded rootNode: ASN1Node, withIdentifier identifier: ASN1Identifier) throws {
        self = try DER.sequence(rootNode, identifier: identifier) { nodes in
            let wrong = MembershipError.malformed("certificate's binding")
            guard try Int(derEncoded: &nodes) == 1,
                let network = NetworkID(exactly: try ASN1OctetString(derEncoded: &nodes).bytes)
            else { throw wrong }
            let node = try ASN1OctetString(derEncoded: &nodes).bytes
            guard node.count == 8,
                let serial = InvitationSerial(exactly: try ASN1OctetString(derEncoded: &nodes).bytes)
            else { throw wrong }
            let label = String(try ASN1UTF8String(derEncoded: &nodes))
            var sealingKey: [UInt8]?
            if let rest = nodes.next() {
                let key = Array(try ASN1OctetString(derEncoded: rest).bytes)
                guard key.count == 32 else { throw wrong }
                sealingKey = key
            }
            return Binding(
                network: network, node: node.reduce(0) { $0 << 8 | UInt64($1) }, serial: serial,
                label: try Binding.checked(label: label), sealingKey: sealingKey)
        }
    }

    func serialize(into coder: inout DER.Serializer, withIdentifier identifier: ASN1Identifier) throws {
        try coder.appendConstructedNode(identifier: identifier) { coder in
            var place = ByteWriter(reserving: 8)
            place.integer(node)
            try coder.serialize(1)
            try coder.serialize(ASN1OctetString(contentBytes: network.bytes[...]))
            try coder.serialize(ASN1OctetString(contentBytes: place.bytes[...]))
            try coder.serialize(ASN1OctetString(contentBytes: serial.bytes[...]))
            try coder.serialize(ASN1UTF8String(label))
            if let sealingKey { try coder.serialize(ASN1OctetString(contentBytes: sealingKey[...])) }
        }
    }
}
