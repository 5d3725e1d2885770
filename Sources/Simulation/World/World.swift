import Device
import FieldRecords
import Foundation
import Seeds

/// Something that must never happen, and happened.
package struct Violation: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// How big a world is.
package struct WorldSize: Sendable {
    package var stations: Int
    package var days: Int

    package init(stations: Int = 3, days: Int = 8) {
        self.stations = stations
        self.days = days
    }
}

/// A district from a seed: its people, its devices, its sticks and links, and everything that goes wrong with them.
///
/// The devices are real ones, with real stores, bundles, sessions and visits of sticks; only time, chance, the disks
/// below SQLite, the sticks' flash and the lines between devices are the world's. One seed is one history: whatever is
/// drawn is drawn from it.
///
/// Sources: FoundationDB's simulation (Zhou et al., "FoundationDB: A Distributed Unbundled Transactional Key Value
/// Store", SIGMOD 2021), TigerBeetle's VOPR.
package final class World {
    package let seed: UInt64
    let size: WorldSize
    let time = WorldTime()
    let folder: String
    var random: SeededRandom
    var devices: [SimulatedDevice] = []
    var parcels: [Parcel] = []
    var sticks: [MemoryMedium] = []
    /// What one of them held some days ago.
    var stickImage: [String: [UInt8]]?
    var deeds: [Int: Deed] = [:]
    /// Saves whose device said that they are kept.
    var acknowledged: Set<Int> = []
    /// Saves of which no copy is left anywhere: the disk that alone had them is gone.
    var lost: Set<Int> = []
    /// Saves of a revoked device beyond what the host held when it revoked it.
    var cutOff: Set<Int> = []
    /// Whether two devices went on under one name on two machines: then what was issued anew may stand beside what
    /// others built on its first issue.
    var hasForked = false
    /// Whether the host lost what it had acknowledged.
    var hostWasRestored = false
    var nextToken = 1
    /// The newest version of the form that the district added; 0 before there is one.
    var formVersion = 0
    private var files = 0
    private let keepsFiles: Bool
    package private(set) var trace = Trace()

    /// - Parameters:
    ///   - folder: where the world may put its files.
    ///   - isTelling: whether all that happens is told on standard error.
    ///   - keepsFiles: whether the folder stays when the world is gone.
    package init(seed: UInt64, size: WorldSize, folder: String, isTelling: Bool, keepsFiles: Bool) throws {
        self.seed = seed
        self.size = size
        self.folder = folder
        self.keepsFiles = keepsFiles
        random = SeededRandom(seed)
        trace.isTelling = isTelling
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try settle()
    }

    deinit {
        for device in devices {
            device.stop()
            device.volume.unmount()
        }
        if !keepsFiles { try? FileManager.default.removeItem(atPath: folder) }
    }

    static let formName = "pulse"

    /// The form that the district adds, in a version: each has one more field.
    static func form(version: Int) -> [UInt8] {
        let fields = ["title", "detail", "note", "owner"] + (1...version).map { "extra\($0)" }
        let rows = fields.map { ",text,\($0),\($0),\n" } + [",text,raised_by,提出人,yes\n"]
        return Array(
            """
            survey
            ,type,name,label::中文 (zh),personal
            \(rows.joined())settings
            ,form_id,form_title::中文 (zh),version
            ,\(formName),脉搏,\(version)

            """.utf8)
    }

    var host: SimulatedDevice { devices.first { $0.place == "host" && $0.fate == .works } ?? devices[0] }

    var working: [SimulatedDevice] { devices.filter { $0.fate == .works } }

    func tell(_ line: @autoclosure () -> String) { trace.add(line()) }

    func freshFile(_ ending: String) -> String {
        files += 1
        return "\(folder)/\(files).\(ending)"
    }

    /// A new device's folder, clock and disk; the device itself is made by joining, or comes with the folder.
    func place(_ name: String, at place: String, sharingNotesOf other: SimulatedDevice? = nil) -> SimulatedDevice {
        let device = SimulatedDevice(
            index: devices.count, name: "\(devices.count)-\(name)", place: place, folder: folder,
            sidecar: other?.sidecar ?? "\(folder)/notes-\(devices.count)", time: time, seed: random.next())
        devices.append(device)
        return device
    }

    // MARK: Founding

    /// Founds the district: a host, two towns, the stations, a town's office.
    private func settle() throws {
        let host = place("host", at: "host")
        host.start(
            try Device.createDistrict(
                host.options, name: "昌平区", isOpen: false,
                towns: [TownEntry(code: "T1", name: "霍营街道"), TownEntry(code: "T2", name: "百善镇")]))
        for number in 1...size.stations {
            let code = String(repeating: "0", count: max(0, 3 - "\(number)".count)) + "\(number)"
            let invitation = try host.opened().inviteStation(
                name: "驿站 \(code)", town: number.isMultiple(of: 3) ? "T2" : "T1", code: code, host: nil)
            try join(code, at: code, with: invitation.document)
        }
        try join("office", at: "T1", with: try host.opened().inviteTown("T1").document)
        for _ in 0..<max(1, size.stations / 3) { try inviteSecondDevice() }
        sticks = (0..<(1 + size.stations / 3)).map { _ in MemoryMedium() }
    }

    @discardableResult
    private func join(_ name: String, at place: String, with document: [UInt8]) throws -> SimulatedDevice {
        let device = self.place(name, at: place)
        device.start(try Device.join(device.options, invitation: document, by: nil))
        tell("\(device.name) joins")
        return device
    }

    private func inviteSecondDevice() throws {
        guard let first = working.filter({ $0.place != "host" && $0.place != "T1" }).randomElement(using: &random)
        else { return }
        let invitation = try host.opened().inviteMember(place: first.place)
        let device = try join("second", at: first.place, with: invitation.document)
        // Now and then an invitation is copied, and two use it.
        if random.oneIn(6) { try join("third", at: device.place, with: invitation.document) }
    }
}

/// What happened, line by line: equal for equal seeds.
package struct Trace: Sendable {
    package private(set) var count = 0
    /// FNV-1a over all lines.
    package private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var isTelling = false

    mutating func add(_ line: String) {
        count += 1
        for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        if isTelling { FileHandle.standardError.write(Data("\(count) \(line)\n".utf8)) }
    }
}
