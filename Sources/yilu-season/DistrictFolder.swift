import Device
import FieldRecords
import Foundation
import Synchronization

/// The devices of a made-up district in one folder: `host`, and one a station.
final class DistrictFolder {
    /// A clock that the season sets.
    private final class Clock: Sendable {
        private let milliseconds: Mutex<Int64>

        init(_ day: CivilDate) { milliseconds = Mutex(Clock.noon(day)) }

        /// Noon in Beijing.
        private static func noon(_ day: CivilDate) -> Int64 { Int64(day.days) * 86_400_000 + 4 * 3_600_000 }

        func set(_ day: CivilDate) { milliseconds.withLock { $0 = max($0 + 1, Clock.noon(day)) } }

        var now: Int64 {
            milliseconds.withLock {
                $0 += 1
                return $0
            }
        }
    }

    let folder: String
    let host: Device
    private let clock: Clock

    init(folder: String, district: MadeUpDistrict, from day: CivilDate) throws {
        self.folder = folder
        clock = Clock(day)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        host = try Device.createDistrict(
            DistrictFolder.options("host", folder, clock), name: "昌平区", isOpen: false,
            towns: district.towns.map { TownEntry(code: $0.code, name: $0.name) })
        for station in district.stations {
            let invitation = try host.inviteStation(
                name: station.name, town: station.town, code: station.code, host: nil)
            try Data(invitation.document).write(to: URL(fileURLWithPath: "\(folder)/\(station.code).invitation"))
        }
    }

    private static func options(_ name: String, _ folder: String, _ clock: Clock) -> DeviceOptions {
        DeviceOptions(
            home: "\(folder)/\(name)", sidecar: "\(folder)/sidecar",
            environment: Environment(now: { clock.now }, random: Environment.system.random, variables: [:]))
    }

    func setDay(_ day: CivilDate) { clock.set(day) }

    /// The station's device, made of its invitation.
    func join(_ station: MadeUpDistrict.Station) throws -> Device {
        let document = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(station.code).invitation"))
        return try Device.join(
            DistrictFolder.options(station.code, folder, clock), invitation: [UInt8](document), by: "志愿者")
    }

    /// Writes rows as a file and takes them in, as a person would.
    func enter(_ rows: [MadeUpSeason.Row], at device: Device, place: String? = nil) throws {
        var bytes: [UInt8] = []
        for row in rows {
            JSONValue.object([
                JSONMember("form", .string(row.form)), JSONMember("date", .string(row.date.description)),
                JSONMember("fields", row.fields),
            ]).appendJSON(to: &bytes)
            bytes.append(0x0A)
        }
        let file = "\(folder)/rows.jsonl"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let result = try device.importRows(
            form: "auto", file: file, place: place, key: nil, keepGood: false, by: nil,
            progress: { _ in })
        guard result.added == rows.count else { throw SeasonFault.notTaken(result.refused.first?.reason.en ?? "") }
    }

    /// Carries all that a station has to the host, as a file.
    func carry(from device: Device) throws {
        let file = "\(folder)/carried.yilu"
        _ = try device.exportBundle(to: "host", out: file)
        let summary = try host.importBundle(file: file, progress: { _, _ in })
        guard summary.problems.isEmpty else { throw SeasonFault.notTaken(summary.problems[0].what.en) }
    }
}

enum SeasonFault: Error {
    /// The program refused what the season made up.
    case notTaken(String)
}
