import Device
import FieldRecords
import Foundation
import Synchronization
import Testing

/// A district with its host, in a temporary folder, and any number of devices beside it.
///
/// Each device has a folder of its own. They share the folder for notes, as devices of one machine do, unless a test
/// asks for another: copies on different machines do not know of each other.
final class TestNetwork: Sendable {
    let folder: String
    let clock = TestClock()
    let host: Device
    private let files = Mutex(0)

    /// - Parameter towns: code and name.
    init(towns: [(String, String)] = [("T01", "霍营街道"), ("T02", "百善镇")], isOpen: Bool = false) throws {
        folder = FileManager.default.temporaryDirectory.path + "/yilu-device-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        host = try Device.createDistrict(
            DeviceOptions(home: folder + "/host", sidecar: folder + "/notes", environment: clock.environment),
            name: "昌平区", isOpen: isOpen, towns: towns.map { TownEntry(code: $0.0, name: $0.1) })
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    func options(_ home: String, notes: String = "notes") -> DeviceOptions {
        DeviceOptions(home: path(home), sidecar: path(notes), environment: clock.environment)
    }

    /// A path that no file has yet.
    func freshPath(_ ending: String) -> String {
        let count = files.withLock {
            $0 += 1
            return $0
        }
        return path("\(count).\(ending)")
    }

    func write(_ bytes: [UInt8], _ ending: String) throws -> String {
        let file = freshPath(ending)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    // MARK: Devices

    /// A station's first device, which the host has not heard of yet.
    func joinStation(_ code: String, town: String = "T01") throws -> Device {
        let invitation = try host.inviteStation(name: "驿站 \(code)", town: town, code: code, host: nil)
        return try Device.join(options(code), invitation: invitation.document, by: "王芳")
    }

    /// A station's first device, enrolled, and it knows.
    func station(_ code: String, town: String = "T01") throws -> Device {
        try enrol(try joinStation(code, town: town))
    }

    /// One more device of a place, enrolled, and it knows.
    func member(of place: String?, home: String) throws -> Device {
        let invitation = try host.inviteMember(place: place)
        return try enrol(try Device.join(options(home), invitation: invitation.document, by: "李明"))
    }

    func enrol(_ device: Device) throws -> Device {
        try exchange(device, host)
        return device
    }

    // MARK: Exchange

    /// A bundle for a device, as a file.
    func bundle(from sender: Device, to receiver: Device) throws -> String {
        let file = freshPath("yilu")
        _ = try sender.exportBundle(to: try receiver.status().replica, out: file)
        return file
    }

    /// A bundle for the host, as a file.
    func bundleForHost(from sender: Device) throws -> String {
        let file = freshPath("yilu")
        _ = try sender.exportBundle(to: "host", out: file)
        return file
    }

    @discardableResult
    func carry(_ sender: Device, to receiver: Device) throws -> ImportSummary {
        try receiver.take(try bundle(from: sender, to: receiver))
    }

    /// Both ways: to the second, and back.
    func exchange(_ one: Device, _ other: Device) throws {
        try carry(one, to: other)
        try carry(other, to: one)
    }

    /// A copy of a device's folder as it lies on the disk, in another folder.
    func copyHome(_ home: String, to other: String) throws {
        try FileManager.default.copyItem(atPath: path(home), toPath: path(other))
    }
}

extension Device {
    @discardableResult
    func take(_ file: String) throws -> ImportSummary {
        try importBundle(file: file, progress: { _, _ in })
    }

    /// Begins an issue.
    ///
    /// - Returns: its number.
    @discardableResult
    func addIssue(_ fields: [(String, String)] = [], place: String? = nil) throws -> String {
        let named = Set(fields.map(\.0))
        let typed = [("kind", "other"), ("title", "门锁坏了")].filter { !named.contains($0.0) } + fields
        return try addRecord(form: "issue", typed: typed, files: [], place: place, by: nil).number
    }

    @discardableResult
    func edit(_ number: String, _ field: String, _ value: String) throws -> Bool {
        try editRecord(number: number, typed: [(field, value)], files: [], by: nil).isChanged
    }

    func text(_ number: String, _ field: String, showPersonal: Bool = true) throws -> String? {
        let value = try record(number: number, showPersonal: showPersonal).fields.first { $0.name == field }?.value
        if case .text(let text)? = value { return text }
        return value.map { "\($0)" }
    }

    /// The numbers of all records, deleted ones too where asked for.
    func numbers(form: String? = nil, includeDeleted: Bool = false) throws -> [String] {
        var numbers: [String] = []
        try records(
            form: form, place: nil, where: nil, limit: nil, includeDeleted: includeDeleted, showPersonal: false
        ) { numbers.append($0.number) }
        return numbers
    }

    func allConflicts() throws -> [FieldConflict] {
        var all: [FieldConflict] = []
        try conflicts { all.append($0) }
        return all
    }

    /// Digests by place.
    func digests() throws -> [String: String] {
        Dictionary(uniqueKeysWithValues: try status().digests.map { ($0.place, $0.digest) })
    }

    func rows(
        _ file: String, form: String = "issue", key: String? = nil, keepGood: Bool = false
    ) throws -> RowImport {
        try importRows(
            form: form, file: file, place: nil, key: key, keepGood: keepGood, by: nil,
            progress: { _ in })
    }
}

/// Expects that the places which the second device holds are the same at the first.
func expectSame(
    _ one: Device, _ other: Device, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let known = try one.digests()
    for (place, digest) in try other.digests() {
        #expect(known[place] == digest, comment, sourceLocation: sourceLocation)
    }
}

/// Expects that a deep check finds nothing.
func expectSound(_ devices: Device..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    for device in devices {
        let check = try device.check(deep: true)
        #expect(check.isOK, "\(check.problems.map(\.what.en))", sourceLocation: sourceLocation)
    }
}

/// Expects a failure in words, of a kind.
func expectFailure(
    _ kind: FailureKind, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
    let error = #expect(throws: DeviceError.self, sourceLocation: sourceLocation) { try body() }
    #expect(error?.kind == kind, "\(error?.what.en ?? "")", sourceLocation: sourceLocation)
}

extension ImportSummary.Changes {
    /// Applied, already held, parked, refused.
    var all: [Int] { [applied, already, parked, refused] }
}

extension ImportSummary.Records {
    /// New, edited, deleted.
    var all: [Int] { [new, edited, deleted] }
}

extension RowImport {
    /// Added, updated, unchanged.
    var all: [Int] { [added, updated, unchanged] }
}

extension MissingRange {
    var text: String { "\(log): \(from) to \(through)" }
}
