import Device
import FieldRecords
import Foundation
import Seeds
import Synchronization
import Testing

@testable import DeviceTests

/// An environment in which no file can grow beyond some bytes from the moment on that a bundle is begun: the stick is
/// pulled there.
private func pulled(atBytes bytes: @escaping @Sendable () -> Int) -> Environment {
    var environment = Environment.system
    let random = environment.random
    environment.random = { count in
        // The 32 bytes of a bundle's key are the last that an export draws before it writes.
        if count == 32 { setFileSizeMax(bytes()) }
        return random(count)
    }
    return environment
}

/// Limits how far files of this process may grow, in bytes; nil for no limit.
private func setFileSizeMax(_ bytes: Int?) {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = bytes.map { rlim_t($0) } ?? limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}

extension Cases {
    @Suite struct PulledSticks {
        /// A stick with an old bundle, and a station that has more to tell.
        private struct Stick {
            let network: TestNetwork
            let station: Device
            let folder: String
            let file: String
            let old: [UInt8]
            /// What the next bundle will have, about.
            let bytes: Int

            init() throws {
                network = try TestNetwork()
                station = try network.station("037")
                folder = network.path("stick")
                file = folder + "/host.yilu"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try station.addIssue()
                _ = try station.exportBundle(to: "host", out: file)
                old = try file.bytes()
                var random = SeededRandom(6)
                // Nothing that deflates well.
                let note = (0..<20_000).map { _ in String(random.below(36), radix: 36) }.joined()
                try station.addIssue([("note", note)])
                bytes = try station.exportBundle(to: "host", out: network.freshPath("yilu"))[0].bytes
            }

            var names: [String] {
                get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
            }
        }

        // Mapeo 612, indexed-tarball 3
        @Test("case 6: a bundle cut at every 512 bytes brings nothing, is told, and the whole one brings all")
        func cutBundle() throws {
            let stick = try Stick()
            let (network, host) = (stick.network, stick.network.host)
            _ = try stick.station.exportBundle(to: "host", out: stick.file)
            let whole = try stick.file.bytes()
            let before = try StoreFile(network.path("host")).dump("chunk", "record", "receipt", "log", "parked")
            for length in stride(from: 0, to: whole.count, by: 512) {
                try stick.file.write(Array(whole.prefix(length)))
                do {
                    #expect(try host.take(stick.file).problems.map(\.kind) == [.badData], "\(length) bytes")
                } catch let error as DeviceError {
                    #expect(error.kind == .badData, "\(length) bytes: \(error.what.en)")
                }
            }
            #expect(
                try StoreFile(network.path("host")).dump("chunk", "record", "receipt", "log", "parked") == before)
            try stick.file.write(whole)
            #expect(try host.take(stick.file).changes.applied == 2)
            try expectSame(host, stick.station)
        }

        // Mapeo 612, indexed-tarball 3
        @Test("case 6: an export that fails at every 512 bytes leaves the old bundle as it was, and nothing beside it")
        func failingExport() async throws {
            let stick = try Stick()
            let (home, notes, file) = (stick.network.path("037"), stick.network.path("notes"), stick.file)
            let bytes = stick.bytes
            await #expect(processExitsWith: .success) {
                [home = home as String, notes = notes as String, file = file as String, bytes = bytes as Int] in
                signal(SIGXFSZ, SIG_IGN)
                let max = Mutex(0)
                let station = try Device.open(
                    DeviceOptions(home: home, sidecar: notes, environment: pulled { max.withLock { $0 } }))
                let old = try file.bytes()
                for length in stride(from: 0, to: bytes - 512, by: 512) {
                    max.withLock { $0 = length }
                    expectFailure(.cannotCreate) { _ = try station.exportBundle(to: "host", out: file) }
                    setFileSizeMax(nil)
                    #expect(try file.bytes() == old, "\(length) bytes")
                }
            }
            #expect(try stick.file.bytes() == stick.old)
            #expect(try stick.names == ["host.yilu"])
            #expect(try stick.network.host.take(stick.file).changes.applied == 1)
        }

        // Mapeo 612, indexed-tarball 3
        @Test("case 6: what a process that died at any 512 bytes of an export left behind is in nobody's way")
        func leftBehind() throws {
            let stick = try Stick()
            let copy = stick.network.freshPath("yilu")
            _ = try stick.station.exportBundle(to: "host", out: copy)
            let next = try copy.bytes()
            for length in stride(from: 0, to: next.count, by: 512 * 4) {
                try "\(stick.file).part".write(Array(next.prefix(length)))
                #expect(try stick.file.bytes() == stick.old)
                _ = try stick.station.exportBundle(to: "host", out: stick.file)
                #expect(try stick.station.verifyBundle(file: stick.file).problems.isEmpty)
                #expect(try !stick.names.contains { $0.hasSuffix(".part") })
                try stick.file.write(stick.old)
            }
            _ = try stick.station.exportBundle(to: "host", out: stick.file)
            #expect(try stick.network.host.take(stick.file).changes.applied == 2)
            try expectSame(stick.network.host, stick.station)
        }
    }
}
