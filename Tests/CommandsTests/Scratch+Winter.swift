import Foundation
import Testing

extension Scratch {
    /// The winter of 2023 in Changping: every station of the newspaper's report a device of its own that wrote its
    /// records apart, and the district's own.
    ///
    /// - Returns: the stations' devices; nothing is carried to the host yet.
    func makeWinter() async throws -> [String] {
        let file = Scratch.data.appending(path: "changping/winter-2023.jsonl")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let rows = try lines.map { try JSON(Data($0.utf8)) }
        try await makeDistrict(towns: Set(rows.compactMap { $0["town"]?.text }).subtracting([""]).sorted())
        let byStation = Dictionary(grouping: rows.indices) { rows[$0]["station"]?.text ?? "" }
        var stations: [String] = []
        for (offset, station) in byStation.keys.sorted().enumerated() {
            let indices = try #require(byStation[station])
            let home = station.isEmpty ? "host" : String(offset + 101)
            if !station.isEmpty {
                let town = try #require(rows[indices[0]]["town"]?.text)
                try await makeStation(home, name: station, town: town)
                stations.append(home)
            }
            let text = indices.map { lines[$0] + "\n" }.joined()
            try Data(text.utf8).write(to: folder.appending(path: "\(home).jsonl"))
            let imported = try await answer(home, "import", "auto", "\(home).jsonl")
            #expect(imported["rows"]?["added"]?.number == indices.count)
        }
        return stations
    }

    /// Writes a file into the folder.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    /// A file's content, whatever it is.
    func content(of name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    func text(of name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
}
