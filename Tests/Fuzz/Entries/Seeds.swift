import Bundles
import Exchange
import FieldRecords
import Membership

extension FuzzEntry {
    /// What a fuzzer begins with: good inputs, every one of which the entry takes without a refusal.
    ///
    /// - Parameter golden: the golden file of that name.
    package func seeds(golden: (String) throws -> [UInt8]) throws -> [[UInt8]] {
        let network = FuzzNetwork.shared
        switch self {
        case .bundle:
            let bundle = try golden("bundle-1.yilu")
            return [
                try BundleEntry.unsealed(bundle, areStored: false), try BundleEntry.unsealed(bundle, areStored: true),
            ]
        case .chunk: return [try golden("chunk-1.bin")]
        case .session: return try SessionEntry.seeds(chunk: Chunk(encoded: golden("chunk-1.bin")))
        case .receipt:
            let receipt = try ReceiptEntry.receipt(network)
            return [ReceiptFile(network: network.network, identity: network.identity, receipt: receipt).encoded]
        case .invitation: return try InvitationEntry.seeds(network)
        case .identity: return [IdentityEntry.content(ofCertificate: network.identity.leafDER)]
        case .form: return BuiltInForms.definitions
        case .table: return BuiltInForms.definitions.prefix(2) + TableEntry.seeds
        case .expression: return ExpressionEntry.seeds.map { Array($0.utf8) }
        case .json: return JSONEntry.seeds.map { Array($0.utf8) }
        }
    }
}

extension BundleEntry {
    /// A good bundle, opened as the host opens it.
    static func unsealed(_ bundle: [UInt8], areStored: Bool) throws -> [UInt8] {
        var input = FuzzInput(bundle)
        var reader = try BundleReader { input.take($0) }
        try reader.open(with: FuzzNetwork.shared.host.bundleKeys)
        let bodyBytes = bundle[9..<preludeBytes].reduce(0) { $0 << 8 | Int($1) }
        var unsealed = Array(bundle.prefix(preludeBytes + bodyBytes))
        while try reader.next() != nil {
            let frame = areStored ? withItsSize([0, 0, 0, 0, 0] + (try Frame.unpacked(reader.frame))) : reader.frame
            unsealed += bigEndian(UInt32(frame.count) | (reader.isAtEnd ? 1 << 31 : 0)) + frame
        }
        return unsealed
    }
}

extension SessionEntry {
    static func seeds(chunk: Chunk) throws -> [[UInt8]] {
        let words = SessionWords.shared
        var section: [UInt8] = []
        BundleSection.chunk(chunk).append(to: &section)
        let frames: [[UInt8]] = [try Frame.packed(section), BundleEntry.withItsSize([0, 0, 0, 0, 0] + section)]
        let talk: [SessionMessage] =
            [.hello(words.hello), .offer(Offer(changes: 7, photos: 1)), .wait] + frames.map { .frame($0) }
            + [.refusal(Refusal(.notEnrolled, reach: .thing, detail: "邀请过期")), .end, .receipt(words.receipt)]
        let nothingNew: [SessionMessage] = [.hello(words.hello), .end]
        let refused: [SessionMessage] = [.hello(words.hello), .refusal(Refusal(.revoked))]
        return [2, 3, 19, 26].flatMap { first in
            [talk, nothingNew, refused].map { [first] + $0.flatMap(\.encoded) }
        }
    }
}

extension InvitationEntry {
    static func seeds(_ network: FuzzNetwork) throws -> [[UInt8]] {
        let texts = ["昌平区", "037", "龙泽站", "192.168.1.20:8409"]
        let invitation = try invitation(network, name: texts[0], label: texts[1], place: texts[2], address: texts[3])
        let pieces = texts.flatMap { text in
            let bytes = Array(text.utf8)
            return [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
        }
        return [try invitation.document(), pieces]
    }
}

extension TableEntry {
    static let seeds: [[UInt8]] = [
        Array("name,people\r\n\"a \"\"b\"\"\",3\r\n\r\n茶,\"4\n5\"\r\n".utf8),
        // GB18030 and UTF-16 of the same.
        Array("name,people\n".utf8) + [0xB2, 0xE8, 0x2C, 0x33, 0x0A, 0x81, 0x30, 0x81, 0x30, 0x0A],
        [0xFF, 0xFE] + "name,people\n茶,3\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
        [0xEF, 0xBB, 0xBF] + Array("{\"form\":\"activity\",\"title\":\"茶\"}\n\n[1]\n{\"people\":1e3}".utf8),
    ]
}

extension ExpressionEntry {
    static let seeds = [
        ". > 0 and . <= 100 or not(${people} != '')\n12",
        "if(selected(${kind}, 'meal'), concat('a', string-length(.), today()), -(1 + 2) * 3 div 4 mod 5)\nmeal tea",
        "regex(., '^(1[0-9]{2,4}|[^a-z\\d]+?|(?:x|y)*)$')\n138",
        "coalesce(format-date(., '%Y-%m-%d'), string(decimal-date-time(now()) > 0))\n2024-02-29T09:30:00+08:00",
        "round(number(substr(., 1, 3)), 2) = int(pow(2, 10))\n12.345",
    ]
}

extension JSONEntry {
    static let seeds = [
        "{\"form\":\"activity\",\"fields\":{\"title\":\"茶\",\"kind\":\"meal\",\"people\":24,\"date\":\"2025-11-08\"},\"once\":\"a\"}",
        "{\"fields\":{\"services\":[\"rest\",\"meal\"],\"people\":-1.5e3,\"note\":null,\"location\":\"40.22 116.23\"}}",
        "{\"fields\":{\"photo\":{\"bytes\":5,\"file\":\"" + String(repeating: "ab", count: 32)
            + "\",\"type\":\"image/jpeg\"},\"title\":\"\\u83dc\\ud83d\\ude00\\n\"}}",
        "{\"typed\":{\"hours\":\"9:00-17:00\",\"opened_on\":\"2024年2月29日\"},\"number\":\"037-1\",\"opened\":\"{}\"}",
    ]
}
