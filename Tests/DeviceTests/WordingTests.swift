import Bundles
import Causality
import Device
import FieldRecords
import Foundation
import Membership
import Testing

@Suite("Failures in words")
struct WordingTests {
    @Test("are those of the device: what whoever lists records fails in goes back to them as it is")
    func callersFailure() throws {
        struct Fault: Error {}
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue([("note", "一")])
        try network.exchange(station, network.host)
        try station.edit("037-1", "note", "二")
        try network.host.edit("037-1", "note", "三")
        try network.exchange(station, network.host)
        #expect(throws: Fault.self) { try station.conflicts { _ in throw Fault() } }
        #expect(throws: Fault.self) {
            try station.records(
                form: nil, place: nil, where: nil, limit: nil, includeDeleted: false, showPersonal: false
            ) { _ in throw Fault() }
        }
    }

    /// One of each case. The switch does not compile when there is a new one, which then belongs in the list, too.
    private static let membership: [MembershipError] = [
        .malformed("invitation's path"), .tooLarge("identity", bytesMax: 9), .versionUnknown("succession", version: 2),
        .notOfThisNetwork, .signatureWrong("yilu head 1"), .certificateMisused("device certificate"),
        .identityDisagrees("serial"), .tooManySuccessions(countMax: 64), .notTheseKeys, .invitationEdited,
        .bundleKeyNotForThisDevice, .frameDoesNotOpen(index: 3), .passphraseEmpty, .passphraseWrong,
        .backupParametersRefused, .backupTruncated, .backupDamaged(piece: 4),
    ]

    private static func number(of error: MembershipError) -> Int {
        switch error {
        case .malformed: 0
        case .tooLarge: 1
        case .versionUnknown: 2
        case .notOfThisNetwork: 3
        case .signatureWrong: 4
        case .certificateMisused: 5
        case .identityDisagrees: 6
        case .tooManySuccessions: 7
        case .notTheseKeys: 8
        case .invitationEdited: 9
        case .bundleKeyNotForThisDevice: 10
        case .frameDoesNotOpen: 11
        case .passphraseEmpty: 12
        case .passphraseWrong: 13
        case .backupParametersRefused: 14
        case .backupTruncated: 15
        case .backupDamaged: 16
        }
    }

    private static let range = LogRange(
        log: LogID(replica: ReplicaID(bytes: [UInt8](repeating: 1, count: 32)), place: PlaceID(node: 1)), from: 2,
        through: 3)

    private static let damages: [BundlesError.Reason] = [
        .doesNotOpen, .lengthImpossible(7), .malformed(part: "blob piece", offset: 1), .rangeNotAnnounced(range),
        .rangesMissing([range]), .trailingBytes,
    ]

    private static func number(of reason: BundlesError.Reason) -> Int {
        switch reason {
        case .doesNotOpen: 0
        case .lengthImpossible: 1
        case .malformed: 2
        case .rangeNotAnnounced: 3
        case .rangesMissing: 4
        case .trailingBytes: 5
        }
    }

    private static let bundles: [BundlesError] =
        [
            .notABundle, .madeByNewerVersion(what: "section", number: 9), .malformed(part: "bundle header", offset: 3),
            .tooLarge(part: "something new", count: 9, max: 8, offset: 7), .truncated(afterFrames: 2), .headerAltered,
            .senderNotKnown, .otherNetwork, .notForThisReceiver, .changeTooLarge(sequence: 1, bytes: 2),
            .changeImpossible(sequence: 3), .headWrong(range), .receiptAltered, .compressorFailed(code: -4),
        ] + damages.map { .damaged(BundlesError.Damage(frame: 1, offset: 2, reason: $0)) }

    private static func number(of error: BundlesError) -> Int {
        switch error {
        case .notABundle: 0
        case .madeByNewerVersion: 1
        case .malformed: 2
        case .tooLarge: 3
        case .truncated: 4
        case .damaged: 5
        case .headerAltered: 6
        case .senderNotKnown: 7
        case .otherNetwork: 8
        case .notForThisReceiver: 9
        case .changeTooLarge: 10
        case .changeImpossible: 11
        case .headWrong: 12
        case .receiptAltered: 13
        case .compressorFailed: 14
        }
    }

    /// Two words of English beside each other, other than a command of ours.
    private func hasEnglish(_ text: String) -> Bool {
        text.firstMatch(of: #/[A-Za-z']{2,}[ ][A-Za-z']{2,}/#) != nil
    }

    @Test("have Chinese words in Chinese, whatever the case")
    func everyCase() {
        #expect(Set(Self.membership.map(Self.number(of:))).count == 17)
        #expect(Set(Self.bundles.map(Self.number(of:))).count == 15)
        #expect(Set(Self.damages.map(Self.number(of:))).count == 6)
        let errors: [any Error] = Self.membership.map { $0 } + Self.bundles.map { $0 }
        for error in errors {
            let words = DeviceError(wording: error).what
            #expect(!hasEnglish(words.zh), "\(words.zh)")
            #expect(words.en.unicodeScalars.allSatisfy { $0.value < 0x2E80 }, "\(words.en)")
        }
    }

    @Test("name the part in Chinese too, as the modules do in English")
    func parts() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources")
        var names: Set<String> = []
        for folder in ["Bundles", "Membership"] {
            let files = try FileManager.default.subpathsOfDirectory(atPath: sources.appending(path: folder).path)
            for file in files where file.hasSuffix(".swift") {
                let text = try String(contentsOf: sources.appending(path: "\(folder)/\(file)"), encoding: .utf8)
                let calls = #/(?:malformed\(|signatureWrong\(|identityDisagrees\(|of: |part: )"([a-z][^"\\]*)"/#
                names.formUnion(text.matches(of: calls).map { String($0.1) })
            }
        }
        #expect(names.count > 15)
        for name in names {
            let words = [
                DeviceError(wording: MembershipError.malformed(name)),
                DeviceError(wording: BundlesError.malformed(part: name, offset: 1)),
            ].map(\.what.zh)
            #expect(words.contains { !$0.contains("内容") }, "\(name) has no name in Chinese")
        }
    }
}
