import Device
import FieldRecords
import Foundation
import Seeds
import Testing
import Transports

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
    private(set) var visits = 0
    private(set) var recordsCarried = 0

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

    // MARK: Sticks

    func lose(_ stick: Stick) {
        stick.medium = MemoryMedium()
        stick.heldAtHost = nil
    }

    /// A station's visit, whose words are compared with what it did.
    @discardableResult
    func visit(_ station: Station, _ stick: Stick) throws -> StickVisit {
        let before = try Standing(station.device)
        let result = try station.device.visit(stick.medium)
        let after = try Standing(station.device)
        try check(result, before, after, at: station.code)
        if let held = stick.heldAtHost, held.count > station.confirmed.count { station.confirmed = held }
        if let district = result.district, district.receipt != nil, !station.isRestored {
            let unknown = after.numbers.subtracting(station.confirmed)
            #expect(district.recordsNew == unknown.count, "\(station.code): \(district)")
            let label = try station.device.status().replica
            let own = after.numbers.compactMap { number in
                number.hasPrefix("\(label)-") ? Int(number.dropFirst(label.count + 1)) : nil
            }
            let firstUnknown = own.filter { !station.confirmed.contains("\(label)-\($0)") }.min()
            let upTo = (firstUnknown ?? (own.max() ?? 0) + 1) - 1
            #expect(district.upTo == (upTo > 0 ? "\(label)-\(upTo)" : nil), "\(station.code)")
        }
        return result
    }

    @discardableResult
    func visitHost(_ stick: Stick) throws -> StickVisit {
        let before = try Standing(network.host)
        let result = try network.host.visit(stick.medium)
        let after = try Standing(network.host)
        try check(result, before, after, at: "host")
        recordsCarried += after.numbers.count - before.numbers.count
        stick.heldAtHost = after.numbers
        return result
    }

    private func check(_ visit: StickVisit, _ before: Standing, _ after: Standing, at place: String) throws {
        visits += 1
        let all = visit.takenInAll
        #expect(visit.mayBePulled, "\(place)")
        // Two sticks that pass one another may bring what comes later first; nothing else may go amiss.
        #expect(visit.problems.allSatisfy { $0.kind == .tryAgain }, "\(place): \(visit.problems.map(\.what.en))")
        // Numbers, not names: a device that was restored is told its new label by the host.
        #expect(all.records.new == after.numbers.count - before.numbers.count, "\(place): new records")
        #expect(all.photos == after.photos - before.photos, "\(place): photos")
        // The host also writes, when it enrols somebody.
        #expect(place == "host" || all.changes.applied == after.changes - before.changes, "\(place): changes")
        #expect(all.missing.count == after.missing, "\(place): missing")
    }
}

/// What a device holds, asked of it apart from any visit.
struct Standing {
    let numbers: Set<String>
    let changes: Int
    let photos: Int
    let missing: Int

    init(_ device: Device) throws {
        let status = try device.status()
        numbers = Set(try device.numbers(includeDeleted: true))
        changes = status.changes
        photos = status.photosHeld
        missing = status.missing.count
    }
}
