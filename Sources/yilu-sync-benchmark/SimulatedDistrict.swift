import Device
import Exchange
import FieldRecords
import Foundation
import Synchronization
import Transports

/// A host and its stations, each a device of its own on this machine's disk.
final class SimulatedDistrict: Sendable {
    /// What came of syncing all of them at once.
    struct Outcome: Sendable {
        var seconds = 0.0
        var done = 0
        var calls = 0
        var changesSent = 0
        var changesReceived = 0
        var bytes = 0
        /// The most of one session.
        var bytesMax = 0
        var roundTripsMax = 0
        var faults: [String: Int] = [:]
    }

    let host: Device
    let seconds: Double
    private let stations: [Device]
    private let workers = SessionWorkers(lineThreads: 1, writerThreads: 8)

    init(folder: String, stations count: Int, changes: Int) throws {
        let start = Date()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func options(_ name: String) -> DeviceOptions {
            DeviceOptions(home: folder + "/" + name, sidecar: folder + "/state/yilu")
        }
        let towns = (1...22).map { TownEntry(code: "T\($0)", name: "街镇\($0)") }
        host = try Device.createDistrict(options("host"), name: "昌平区", isOpen: false, towns: towns)
        let rows = "date,title,people\n" + (1...changes).map { "2025-11-08,暖心活动\($0),\($0)\n" }.joined()
        let file = folder + "/rows.csv"
        try Data(rows.utf8).write(to: URL(filePath: file))
        stations = try (0..<count).map { [host] index in
            let code = String(format: "%04d", index + 1)
            let invitation = try host.inviteStation(
                name: "驿站\(code)", town: "T\(index % 22 + 1)", code: code, host: nil)
            let station = try Device.join(options(code), invitation: invitation.document, by: "王芳")
            _ = try station.importRows(
                form: "activity", file: file, place: nil, key: nil, keepGood: false, by: nil,
                progress: { _ in })
            return station
        }
        seconds = Date().timeIntervalSince(start).rounded()
    }

    /// Every station calls at the same time, and again after a moment where it did not get through.
    func syncAll(_ address: LineAddress, repeatingUpTo callsMax: Int) async -> Outcome {
        let start = Date()
        var outcome = Outcome()
        await withTaskGroup(of: [SessionRecord?].self) { tasks in
            for station in stations { tasks.addTask { await self.sync(station, address, callsMax) } }
            for await records in tasks { outcome.add(records) }
        }
        outcome.seconds = (Date().timeIntervalSince(start) * 10).rounded() / 10
        return outcome
    }

    private func sync(_ station: Device, _ address: LineAddress, _ callsMax: Int) async -> [SessionRecord?] {
        var records: [SessionRecord?] = []
        for _ in 0..<callsMax {
            let record = try? await call(station, address)
            records.append(record)
            if record?.report.ending == .done { break }
            try? await Task.sleep(for: .milliseconds(Int.random(in: 200...1000)))
        }
        return records
    }

    private func call(_ station: Device, _ address: LineAddress) async throws -> SessionRecord {
        let credentials = try station.sessionCredentials()
        return try await ExchangeCaller(credentials).call(
            address, by: workers,
            makeDesk: { DeviceDesk(station, credentials, role: .caller, identity: $0, member: $1) },
            progress: { _ in })
    }
}

extension SimulatedDistrict.Outcome {
    mutating func add(_ records: [SessionRecord?]) {
        calls += records.count
        if let last = records.last, last?.report.ending == .done { done += 1 }
        for record in records {
            guard let record else {
                faults["unreachable", default: 0] += 1
                continue
            }
            let size = record.report.bytesSent + record.report.bytesReceived
            bytes += size
            bytesMax = max(bytesMax, size)
            roundTripsMax = max(roundTripsMax, record.roundTrips)
            changesSent += (record.desk as? DeviceDesk)?.summary.sentChanges ?? 0
            changesReceived += record.report.progress.received
            if record.report.ending != .done {
                faults["\(record.report.ending) \(record.fault?.rawValue ?? "")", default: 0] += 1
            }
        }
    }
}
