import Device
import FieldRecords
import Foundation
import Seeds
import Simulation
import Sticks
import Testing

@testable import DeviceTests

/// Some weeks of a district whose stations never meet the host but by sticks.
///
/// What the visits say is compared with what the devices hold, which is asked of each of them apart.
final class Month {
    struct Scale {
        var stations: Int
        var routes: Int
        var days: Int
        var sticks: Int
    }

    final class Station {
        let code: String
        let clockOffset: Int64
        var device: Device
        /// The records that the host held when it gave the newest receipt that came here.
        var confirmed: Set<String> = []
        var isRestored = false

        init(code: String, clockOffset: Int64, device: Device) {
            self.code = code
            self.clockOffset = clockOffset
            self.device = device
        }
    }

    final class Stick {
        var medium = MemoryMedium()
        /// The records that the host held at its last visit.
        var heldAtHost: Set<String>?
    }

    let network: TestNetwork
    let scale: Scale
    var random: SeededRandom
    private(set) var stations: [Station] = []
    private(set) var sticks: [Stick]
    var visits = 0
    var recordsCarried = 0

    init(_ scale: Scale, seed: UInt64) throws {
        self.scale = scale
        random = SeededRandom(seed)
        network = try TestNetwork()
        sticks = (0..<scale.sticks).map { _ in Stick() }
        for number in 1...scale.stations {
            let code = String("00\(number)".suffix(3))
            // Years slow, years fast, right, or standing in 1970.
            let offset = [0, -6, 3, -1, 12, -53][number % 6] * 365 * 24 * 60 * 60 * 1000
            let invitation = try network.host.inviteStation(name: "驿站 \(code)", town: "T01", code: code, host: nil)
            let device = try Device.join(
                options(code, offset: Int64(offset)), invitation: invitation.document, by: "王芳")
            stations.append(Station(code: code, clockOffset: Int64(offset), device: device))
        }
    }

    private func options(_ home: String, offset: Int64) -> DeviceOptions {
        let environment = network.clock.environment
        return DeviceOptions(
            home: network.path(home), sidecar: network.path("notes"),
            environment: Environment(
                now: { max(0, environment.now() + offset) }, random: environment.random, variables: [:]))
    }

    func route(_ number: Int) -> [Station] {
        stations.indices.filter { $0 % scale.routes == number % scale.routes }.map { stations[$0] }
    }

    // MARK: Work

    /// A day's work at each station, and at the host.
    func work() throws {
        network.clock.advance(days: 1)
        for station in stations {
            for _ in 0..<random.below(3) { try station.device.addIssue([("title", "第 \(random.below(1000)) 件")]) }
            if random.oneIn(9) { try network.addPhoto(at: station.device, bytes: 2_000, random: &random) }
            let numbers = try station.device.numbers()
            if !numbers.isEmpty, random.oneIn(2) {
                try station.device.edit(random.one(of: numbers), "note", "\(random.below(1000))")
            }
        }
        let numbers = try network.host.numbers()
        for _ in 0..<2 where !numbers.isEmpty {
            try network.host.edit(random.one(of: numbers), "owner", "区 \(random.below(1000))")
        }
    }

    /// Backs a station up, and says what it takes to go on from there.
    func backUp(_ station: Station) throws -> String {
        let file = network.freshPath("backup")
        try station.device.backup(to: file, passphrase: nil)
        return file
    }

    func restore(_ station: Station, from file: String) throws {
        station.device = try Device.restore(
            options("\(station.code)-restored", offset: station.clockOffset), file: file, passphrase: nil)
        station.confirmed = []
        station.isRestored = true
    }
}
