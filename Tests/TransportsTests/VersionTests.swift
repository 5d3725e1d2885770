import Bundles
import Device
import Exchange
import FieldRecords
import Logging
import Synchronization
import Testing

@testable import Commands
@testable import DeviceTests
@testable import Transports

@Suite("Two versions of the program meet", .serialized)
struct VersionTests {
    /// The same hello, of a program that speaks other versions of the session.
    private static func speaking(_ versions: ClosedRange<UInt8>) -> LyingDesk.Lies {
        LyingDesk.Lies(hello: {
            Hello(versions: versions, program: "9.0", clock: $0.clock, receipt: $0.receipt)
        })
    }

    /// What `yilu sync` would say of a session, in English.
    private static func words(of record: SessionRecord) throws -> String {
        var outcome = SyncOutcome()
        outcome.add(
            SessionRecord(
                remote: record.remote, member: record.member, report: record.report, fault: record.fault,
                milliseconds: record.milliseconds, desk: (record.desk as? LyingDesk)?.honest ?? record.desk))
        let words = outcome.complaints(at: "there").map { "\($0.what.en). \($0.advice.en)" }
        #expect(words.count == 1, "\(words)")
        return try #require(words.first)
    }

    @Test(
        "a caller that speaks no version of ours is told so before anything else, in words on both sides",
        arguments: [0...0, 2...2, 2...9] as [ClosedRange<UInt8>])
    func caller(versions: ClosedRange<UInt8>) async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let before = try network.host.digests()
        let log = LogLines()
        let listener = try await TestListener(network.host)
        let record = try await station.call(listener.address, lies: Self.speaking(versions))
        let answered = await listener.records(1)[0]
        #expect(record.refusalByPeer == .updateNeeded && answered.refusal == .updateNeeded)
        let words = try Self.words(of: record)
        #expect(words.contains("update needed"), "\(words)")
        #expect(words.contains("the other \(versions.lowerBound) to \(versions.upperBound)"), "\(words)")
        #expect(words.contains("Update yilu on the older side."))
        SessionLog(Logger(label: "test") { _ in log }).note(answered)
        #expect(log.all.count == 1 && log.all[0].contains("refused=updateNeeded"), "\(log.all)")
        #expect(log.all[0].contains("peer=037") && !log.all[0].contains("misbehaves"))
        #expect(try network.host.digests() == before)
        await listener.stop()
    }

    @Test("an answerer that speaks no version of ours is told so, in words on both sides")
    func answerer() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let before = try station.digests()
        let listener = try await TestListener(network.host, lies: Self.speaking(2...3))
        let record = try await station.call(listener.address)
        let answered = await listener.records(1)[0]
        #expect(record.refusal == .updateNeeded && answered.refusalByPeer == .updateNeeded)
        let words = try Self.words(of: record)
        #expect(words.contains("this device: update needed"), "\(words)")
        #expect(try station.digests() == before)
        await listener.stop()
    }

    @Test("a newer program that still speaks ours is spoken with")
    func newerThatKnowsOurs() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let listener = try await TestListener(network.host)
        let record = try await station.call(listener.address, lies: Self.speaking(1...7))
        #expect(record.report.ending == .done)
        try expectSame(network.host, station)
        await listener.stop()
    }
}

/// Keeps what is logged, each with its metadata in a line.
private final class LogLines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        let line = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        lines.withLock { $0.append(line.joined(separator: " ")) }
    }
}
