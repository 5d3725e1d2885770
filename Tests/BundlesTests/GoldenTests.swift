import Bundles
import Causality
import Foundation
import Membership
import Testing

/// Files written once are read for ever. To add files for a new version, run with `YILU_WRITE_GOLDEN` set.
@Suite("Golden files")
struct GoldenTests {
    private func file(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/" + name)
    }

    private func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: file(name))) }

    @Test("a bundle of version 1 brings what it brought when it was written")
    func bundleVersion1() throws {
        let content = try GoldenContent()
        var reader = try BundleReader(supply(try bytes("bundle-1.yilu")))
        let member = try reader.verifySender(against: content.root.certificate)
        #expect(member.replica == content.station.replica)
        #expect(reader.header.created == HybridTime(milliseconds: 1_700_000_005_000))
        #expect(reader.header.ranges == [LogRange(log: content.log, from: 1, through: 7)])
        #expect(reader.header.photos == BundleHeader.Photos(count: 1, bytes: 5))
        #expect(reader.header.id == Array(16..<32))
        try reader.open(with: content.host.bundleKeys)
        let sections = try #require(try reader.next())
        let (chunk, receipt) = (try content.chunk(), try content.receipt())
        #expect(sections.count == 4)
        #expect(sections.first == .identities([reader.header.identity]))
        guard case .chunk(let read) = sections[1], case .receipt(let readReceipt) = sections[2] else {
            Issue.record("a chunk and a receipt were expected")
            return
        }
        #expect(try read.verified(network: content.root.network) == chunk)
        #expect(readReceipt.receipt == receipt.receipt)
        try readReceipt.verify(network: content.root.network)
        #expect(sections[3] == .blob(content.blob))
        #expect(try reader.next() == nil)
    }

    @Test("a chunk of version 1 is written in the bytes it was always written in")
    func chunkVersion1() throws {
        let golden = try bytes("chunk-1.bin")
        let chunk = try GoldenContent().chunk()
        #expect(try Chunk(encoded: golden) == chunk.chunk)
        // Signatures may differ from one library to another; all else may not.
        #expect(Array(chunk.chunk.encoded.dropFirst(139)) == Array(golden.dropFirst(139)))
        #expect(try bytes("chain-1.bin") == chunk.final.bytes)
    }

    @Test(
        "writes the files", .enabled(if: ProcessInfo.processInfo.environment["YILU_WRITE_GOLDEN"] != nil))
    func write() throws {
        let content = try GoldenContent()
        let serial = InvitationSerial(bytes: Array(repeating: 6, count: 16))
        let identity = try Credential.issue(
            by: content.root, place: content.log.place, serial: serial, label: "037",
            privateKey: Array(repeating: 5, count: 32)
        ).certify(content.station)
        let chunk = try content.chunk()
        let output = Output()
        let cover = BundleWriter.Cover(
            network: content.root.network, sender: content.station, identity: identity,
            created: HybridTime(milliseconds: 1_700_000_005_000),
            receivers: [(content.host.replica, content.host.sealingPublicKey)], ranges: [chunk.chunk.range],
            photos: BundleHeader.Photos(count: 1, bytes: 5), id: Array(16..<32),
            key: BundleKey(bytes: Array(repeating: 7, count: 32)))
        var writer = try BundleWriter(cover: cover) { output.bytes += $0 }
        try writer.add(.identities([identity]))
        try writer.add(.chunk(chunk.chunk))
        try writer.add(.receipt(try content.receipt()))
        try writer.add(.blob(content.blob))
        try writer.finish()
        try Data(output.bytes).write(to: file("bundle-1.yilu"))
        try Data(chunk.chunk.encoded).write(to: file("chunk-1.bin"))
        try Data(chunk.final.bytes).write(to: file("chain-1.bin"))
    }
}
