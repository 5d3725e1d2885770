import Device
import Foundation
import Seeds
import Sticks
import Testing

@testable import DeviceTests

/// A host, a station and a folder that is a stick.
final class Pair {
    let network: TestNetwork
    let station: Device
    let stick: String
    var random = SeededRandom(14)

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
        stick = network.path("stick")
        try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    }

    @discardableResult
    func visit(_ device: Device) throws -> StickVisit {
        try device.visitStick(stick, isRehearsal: false, progress: { _ in })
    }

    /// What lies on the stick, by path.
    func files() throws -> [String: [UInt8]] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: stick)
        return try names.reduce(into: [:]) { all, name in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: stick + "/" + name, isDirectory: &isFolder),
                !isFolder.boolValue
            else { return }
            all[name] = try (stick + "/" + name).bytes()
        }
    }

    /// The paths of the files with such an end, from the root of the system.
    func paths(_ suffix: String) throws -> [String] {
        try files().keys.filter { $0.hasSuffix(suffix) }.sorted().map { stick + "/" + $0 }
    }

    /// The one bundle on the stick.
    func bundle() throws -> String {
        let all = try paths(Stick.bundleSuffix)
        precondition(all.count == 1, "\(all)")
        return all[0]
    }

    /// Visits until all is where it belongs, and expects that nothing is amiss by then.
    func comeTogether() throws {
        for device in [network.host, station, network.host, station] { try visit(device) }
        try expectSame(network.host, station)
        try expectSound(network.host, station)
    }
}
