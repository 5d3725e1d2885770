import Device
import FieldRecords
import Foundation

/// A workload as the files that `yilu import` takes.
struct WorkloadFiles {
    let records: String
    let edits: String

    init(_ workload: Workload, folder: String, name: String = "workload") throws {
        records = "\(folder)/\(name)-records.jsonl"
        edits = "\(folder)/\(name)-edits.jsonl"
        try Data(workload.recordLines()).write(to: URL(fileURLWithPath: records))
        try Data(workload.editLines()).write(to: URL(fileURLWithPath: edits))
    }
}

/// A district in a folder: its host, and stations as they are asked for.
struct BenchNetwork {
    let folder: String
    let host: Device

    init(folder: String, isOpen: Bool = false) throws {
        self.folder = folder
        host = try Device.createDistrict(
            DeviceOptions(home: folder + "/host", sidecar: folder + "/notes"), name: "昌平区", isOpen: isOpen,
            towns: [TownEntry(code: "T1", name: "霍营街道")])
    }

    /// The file of a device's store.
    func storePath(_ code: String) -> String { "\(folder)/\(code)/yilu.sqlite" }

    /// A station that the host has enrolled, and that knows.
    func station(_ code: String) throws -> Device {
        let invitation = try host.inviteStation(name: "驿站 \(code)", town: "T1", code: code, host: nil)
        let station = try Device.join(
            DeviceOptions(home: "\(folder)/\(code)", sidecar: folder + "/notes"), invitation: invitation.document,
            by: "王芳")
        try carry(station, to: host, as: "host")
        try carry(host, to: station, as: code)
        return station
    }

    func carry(_ sender: Device, to receiver: Device, as label: String) throws {
        let file = "\(folder)/carried.yilu"
        _ = try sender.exportBundle(to: label, out: file)
        _ = try receiver.importBundle(file: file) { _, _ in }
    }

    /// Records of another station, at the host.
    func addOthers(_ count: Int) throws {
        let other = try station("999")
        try other.take(
            try WorkloadFiles(Workload(records: count, edits: 0, seed: 2), folder: folder, name: "others").records)
        try carry(other, to: host, as: "host")
    }
}

extension Device {
    /// Takes in a file of issues, by their number in the workload.
    ///
    /// - Returns: how many saves that made.
    @discardableResult
    func take(_ file: String) throws -> Int {
        let outcome = try importRows(
            form: "issue", file: file, place: nil, key: "no", keepGood: false, by: "王芳", language: .zh
        ) { _ in }
        guard outcome.refused.isEmpty else {
            throw PeerFailure(
                description: "\(outcome.refused.count) rows were refused: \(outcome.refused[0].reason.en)")
        }
        return outcome.added + outcome.updated
    }
}
