import Device
import Foundation
import Simulation
import Testing

@testable import DeviceTests

/// A station whose folder lies on a disk that fails, beside a host on a sound one.
final class DiskTrial {
    let network: TestNetwork
    let volume: Volume
    private var device: Device?
    /// Every change that ever stood in the file after a restart, with its chain: anybody may have seen it since.
    private var issued: [String: String] = [:]

    init(seed: UInt64) throws {
        network = try TestNetwork()
        volume = Volume(folder: network.path("037"), seed: seed)
        device = try network.station("037")
    }

    deinit {
        device = nil
        volume.unmount()
    }

    var station: Device { get throws { try #require(device) } }

    var file: StoreFile { StoreFile(network.path("037")) }

    /// Does something that may die under way.
    ///
    /// - Returns: its result; nil where the machine died first.
    func attempt<Result>(_ fault: Volume.Fault, _ body: (Device) throws -> Result) throws -> Result? {
        volume.fail(fault)
        defer { if !volume.isDead { volume.fail(nil) } }
        do { return try body(try station) } catch let error as DeviceError {
            if !volume.isDead { throw error }
            return nil
        }
    }

    /// Starts the machine again, and expects that what stands in the logs is what stood there before, and more at most.
    func restart(losingPower: Bool) throws {
        device = nil
        try volume.restart(losingPower: losingPower)
        device = try Device.open(network.options("037"))
        for text in try file.texts(
            """
            WITH RECURSIVE change(log, sequence, last, chains, place) AS (
                SELECT log, first, last, chains, 0 FROM chunk UNION ALL
                SELECT log, sequence + 1, last, chains, place + 1 FROM change WHERE sequence < last)
            SELECT log || '/' || sequence || ' ' || hex(substr(chains, place * 8 + 1, 8)) FROM change
            """)
        {
            let parts = text.split(separator: " ").map(String.init)
            if let before = issued[parts[0]] { #expect(before == parts[1], "\(parts[0]) was issued twice") }
            issued[parts[0]] = parts[1]
        }
        let broken = try file.texts(
            """
            SELECT id FROM log
            WHERE held <> (SELECT coalesce(sum(last - first + 1), 0) FROM chunk WHERE chunk.log = log.id)
            """)
        #expect(broken.isEmpty, "a cursor without its rows, or rows without their cursor")
    }
}
