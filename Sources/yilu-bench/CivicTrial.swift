import Device
import FieldRecords
import Foundation

/// A city's real service requests as issues: begun, assigned and closed at one station, and taken in by the host.
struct CivicTrial {
    private(set) var saves = 0
    /// Seconds.
    private(set) var save = 0.0
    private(set) var take = 0.0
    private(set) var bundleBytes = 0

    private static let sources = [
        "Call": "phone", "Voicemail": "phone", "Mobile App": "snap", "Driver Self Report": "snap",
        "Self Service": "station", "Walk-in": "station",
    ]

    init(file: String, folder: String) throws {
        let network = try BenchNetwork(folder: folder)
        let station = try network.station("001")
        let files = try Self.files(file, folder: folder)
        save = try seconds { for file in files { saves += try station.take(file) } }
        let bundle = folder + "/bundle.yilu"
        bundleBytes = try station.exportBundle(to: "host", out: bundle)[0].bytes
        take = try seconds {
            let summary = try network.host.importBundle(file: bundle) { _, _ in }
            guard summary.changes.applied == saves, summary.problems.isEmpty else {
                throw PeerFailure(description: "the host took in \(summary.changes)")
            }
        }
    }

    /// The requests as three files of rows: when they were created, updated, closed.
    private static func files(_ file: String, folder: String) throws -> [String] {
        var table = try CSVTable(bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))))
        var lines: [[UInt8]] = [[], [], []]
        while let row = try table.next() {
            let cells = Dictionary(uniqueKeysWithValues: zip(table.header, row.cells))
            func add(_ part: Int, _ fields: [(String, String)]) {
                let members = ([("no", cells["number"] ?? "")] + fields).map { JSONMember($0.0, .string($0.1)) }
                lines[part] += Array(JSONValue.object(members).compact.utf8) + [0x0A]
            }
            add(
                0,
                [
                    ("date", day(cells["created"]) ?? ""), ("kind", "other"), ("title", cells["type"] ?? ""),
                    ("status", "open"), ("raised_via", sources[cells["source"] ?? ""] ?? "talk"),
                ])
            add(1, [("status", "assigned"), ("owner", "Office \(cells["zip"] ?? "")")])
            if let closed = day(cells["closed"]) { add(2, [("status", "resolved"), ("closed_on", closed)]) }
        }
        return try lines.enumerated().map { part, bytes in
            let path = "\(folder)/civic-\(part).jsonl"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            return path
        }
    }

    /// `12/31/2017 11:59:58 PM` as `2017-12-31`.
    private static func day(_ text: String?) -> String? {
        let parts = (text ?? "").prefix(10).split(separator: "/")
        return parts.count == 3 ? "\(parts[2])-\(parts[0])-\(parts[1])" : nil
    }

    var figures: [Figure] {
        let count = Double(saves)
        return [
            Figure(
                name: "civic replay, save", ours: "\(rounded(count / save)) saves/s", value: count / save, goal: .none),
            Figure(
                name: "civic replay, import", ours: "\(rounded(count / take)) saves/s", value: count / take, goal: .none
            ),
            Figure(
                name: "civic replay, bundle", ours: "\(rounded(Double(bundleBytes) / count)) bytes a save",
                value: Double(bundleBytes) / count, goal: .none),
        ]
    }
}
