import Device
import FieldRecords
import Foundation
import Seeds
import Testing

/// Real service requests of a city, replayed as issues: created, updated, closed.
private struct ServiceRequest {
    let number: String
    let title: String
    let created: String
    let source: String
    let owner: String
    let closed: String?
    let council: String

    private static let sources = [
        "Call": "phone", "Voicemail": "phone", "Mobile App": "snap", "Driver Self Report": "snap",
        "Self Service": "station", "Walk-in": "station",
    ]

    /// - Parameter cells: by the name of their column.
    init(_ cells: [String: String]) {
        number = cells["number"] ?? ""
        title = cells["type"] ?? ""
        created = ServiceRequest.day(cells["created"] ?? "") ?? ""
        source = ServiceRequest.sources[cells["source"] ?? ""] ?? "talk"
        owner = cells["zip"] ?? ""
        closed = ServiceRequest.day(cells["closed"] ?? "")
        council = cells["council"] ?? ""
    }

    static func all() throws -> [ServiceRequest] {
        var table = try CSVTable(bytes: try SharedData.bytes("civic/la311-2017.csv"))
        var requests: [ServiceRequest] = []
        while let row = try table.next() {
            requests.append(ServiceRequest(Dictionary(uniqueKeysWithValues: zip(table.header, row.cells))))
        }
        return requests
    }

    /// `12/31/2017 11:59:58 PM` as `2017-12-31`.
    private static func day(_ text: String) -> String? {
        let parts = text.prefix(10).split(separator: "/")
        return parts.count == 3 ? "\(parts[2])-\(parts[0])-\(parts[1])" : nil
    }

    var creation: [String: String] {
        [
            "number": number, "date": created, "kind": "other", "title": title, "status": "open", "raised_via": source,
        ]
    }

    var update: [String: String] { ["number": number, "status": "assigned", "owner": "Office \(owner)"] }

    var closing: [String: String]? {
        closed.map { ["number": number, "status": "resolved", "closed_on": $0] }
    }
}

@Suite("A city's service requests over forty stations")
struct CivicReplayTests {
    private static let stations = 40
    /// All rows where asked for, else a third: a debug build is slow.
    private static let share = ProcessInfo.processInfo.environment["YILU_TEST_ALL"] == "1" ? 1 : 3

    @Test(
        "merge at the host whatever the order, what comes twice and what was cut off",
        .enabled(if: SharedData.isThere("civic/la311-2017.csv"), "shared/data/civic/la311-2017.csv is not here"))
    func replay() throws {
        let timing = Timing()
        let network = try TestNetwork()
        let requests = try ServiceRequest.all().enumerated().filter { $0.offset % Self.share == 0 }.map(\.element)
        let councils = Self.stationByCouncil(requests)
        let stations = try (0..<Self.stations).map { try network.joinStation("\(101 + $0)") }
        timing.note("invite and join \(Self.stations) stations")

        var files: [String] = []
        var written = 0
        for (index, station) in stations.enumerated() {
            let own = requests.filter { councils[$0.council] == index }
            written += try Self.replay(own, at: station, network: network)
            timing.note("replay at the stations")
            files.append(try network.bundleForHost(from: station))
            timing.note("export \(Self.stations) bundles")
        }
        #expect(written > 20_000 / Self.share)

        try Self.importShuffled(files, network: network)
        timing.note("import at the host")

        let status = try network.host.status()
        #expect(status.records == requests.count)
        #expect(status.missing.isEmpty)
        #expect(status.forks.isEmpty)
        #expect(status.conflicts == 0)
        #expect(status.stopped.isEmpty)
        let digests = try network.host.digests()
        for station in stations {
            let own = try station.digests()
            #expect(own.count == 1)
            for (place, digest) in own { #expect(digests[place] == digest) }
        }
        timing.note("status of all")
        try expectSound(network.host)
        timing.note("check --deep at the host")
        timing.report("\(requests.count) requests, \(written) changes")
    }

    /// The most frequent councils first, one a station, and round again.
    private static func stationByCouncil(_ requests: [ServiceRequest]) -> [String: Int] {
        let counts = Dictionary(grouping: requests, by: \.council).mapValues(\.count)
        let ordered = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        return Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($0.element, $0.offset % stations) })
    }

    /// Takes rows in as three imports: what was created, updated, closed.
    ///
    /// - Returns: the number of changes.
    private static func replay(
        _ requests: [ServiceRequest], at station: Device, network: TestNetwork
    ) throws -> Int {
        func take(_ rows: [[String: String]]) throws -> RowImport {
            let lines = try rows.map { try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys) }
            let file = try network.write(Array(Data(lines.joined(separator: Data("\n".utf8)))), "jsonl")
            return try station.rows(file, key: "number")
        }
        let created = try take(requests.map(\.creation))
        #expect(created.added == requests.count)
        let updated = try take(requests.map(\.update))
        #expect(updated.updated == requests.count)
        let closings = requests.compactMap(\.closing)
        let closed = try take(closings)
        #expect(closed.updated == closings.count)
        #expect(created.refused.isEmpty && updated.refused.isEmpty && closed.refused.isEmpty)
        // The same rows again write nothing.
        let before = try station.status().changes
        #expect(try take(Array(closings.prefix(20))).unchanged == min(20, closings.count))
        #expect(try station.status().changes == before)
        return created.added + updated.updated + closed.updated
    }

    /// Imports bundles in a random order: every fifth twice, every fourth cut off somewhere first and whole later.
    private static func importShuffled(_ files: [String], network: TestNetwork) throws {
        var random = SeededRandom(311)
        var deliveries: [(file: String, isCut: Bool)] = []
        for (index, file) in files.enumerated() {
            deliveries.append((file, false))
            if index.isMultiple(of: 5) { deliveries.append((file, false)) }
            guard index.isMultiple(of: 4) else { continue }
            let bytes = try file.bytes()
            let kept = bytes.count / 4 + random.below(bytes.count / 2)
            deliveries.append((try network.write(Array(bytes.prefix(kept)), "yilu"), true))
        }
        deliveries.shuffle(using: &random)
        for delivery in deliveries {
            // Cut off within its header a bundle is refused as a whole.
            var isWhole = false
            do { isWhole = try network.host.take(delivery.file).problems.isEmpty } catch let error as DeviceError {
                #expect(error.kind == .badData)
            }
            #expect(isWhole != delivery.isCut)
        }
    }
}

/// How long each phase of a long test took, in seconds.
private final class Timing {
    private var phases: [(name: String, seconds: Double)] = []
    private var last = ContinuousClock.now

    func note(_ name: String) {
        let now = ContinuousClock.now
        let seconds = Double((now - last) / .milliseconds(1)) / 1000
        last = now
        if let index = phases.firstIndex(where: { $0.name == name }) {
            phases[index].seconds += seconds
        } else {
            phases.append((name, seconds))
        }
    }

    func report(_ what: String) {
        print(what)
        for phase in phases { print("  \(Int(phase.seconds * 1000)) ms  \(phase.name)") }
    }
}
