import Bundles
import Causality
import Device
import FieldRecords
import Foundation
import Membership
import Store

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
    private let environment: Environment

    init(folder: String, isOpen: Bool = false, environment: Environment = .system) throws {
        self.folder = folder
        self.environment = environment
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        host = try Device.createDistrict(
            DeviceOptions(home: folder + "/host", sidecar: folder + "/notes", environment: environment),
            name: "昌平区", isOpen: isOpen, towns: [TownEntry(code: "T1", name: "霍营街道")])
    }

    /// Where the device with that name for its folder stands, and its notes.
    func options(_ home: String) -> DeviceOptions {
        DeviceOptions(home: "\(folder)/\(home)", sidecar: folder + "/notes", environment: environment)
    }

    /// The file of a device's store.
    func storePath(_ code: String) -> String { "\(folder)/\(code)/yilu.sqlite" }

    /// A station that the host has enrolled, and that knows.
    func station(_ code: String) throws -> Device {
        let invitation = try host.inviteStation(name: "驿站 \(code)", town: "T1", code: code, host: nil)
        return try join(code, invitation)
    }

    /// One more device of a place, or of an open network, that the host has enrolled, and that knows.
    ///
    /// - Parameter takesBack: whether it knows: whether a bundle of the host's came back to it.
    func member(of place: String?, home: String, takesBack: Bool = true) throws -> Device {
        try join(home, try host.inviteMember(place: place), takesBack: takesBack)
    }

    private func join(_ home: String, _ invitation: IssuedInvitation, takesBack: Bool = true) throws -> Device {
        let device = try Device.join(options(home), invitation: invitation.document, by: "王芳")
        try carry(device, to: host, as: "host")
        if takesBack { try carry(host, to: device, as: invitation.label) }
        return device
    }

    func carry(_ sender: Device, to receiver: Device, as label: String) throws {
        let file = "\(folder)/carried.yilu"
        _ = try sender.exportBundle(to: label, out: file)
        _ = try receiver.importBundle(file: file) { _, _ in }
    }

    /// Takes a device's folder away.
    func remove(_ home: String) throws { try FileManager.default.removeItem(atPath: "\(folder)/\(home)") }

    /// What a device wrote in its log of records, chunk by chunk as it would be sent.
    func chunks(writtenBy device: Device, _ each: (Chunk) throws -> Void) throws {
        let replica = try device.status().replica
        let store = try Store.open(
            home: folder + "/host", sidecar: Sidecar(explicit: folder + "/notes", environment: [:]))
        try store.read { reading in
            guard let key = try reading.replicas(labelled: replica).first?.replica else {
                throw PeerFailure(description: "the host does not know \(replica)")
            }
            let places = try reading.nodes().map { PlaceID(node: $0.id) }
            for (log, mark) in try reading.held(of: places) where log.replica == key {
                try reading.chunks(of: log, from: 1, through: mark.sequence, each)
            }
        }
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
            form: "issue", file: file, place: nil, key: "no", keepGood: false, by: "王芳"
        ) { _ in }
        guard outcome.refused.isEmpty else {
            throw PeerFailure(
                description: "\(outcome.refused.count) rows were refused: \(outcome.refused[0].reason.en)")
        }
        return outcome.added + outcome.updated
    }
}
