import Device
import FieldRecords
import Simulation
import Sticks
import Testing

@testable import DeviceTests

// Visits, whose words are compared with what they did.
extension Month {
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
