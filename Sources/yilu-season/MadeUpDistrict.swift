import ArgumentParser
import FieldRecords
import Foundation

/// The stations of a made-up district: real towns, and where a list of communities is at hand, their real names.
struct MadeUpDistrict {
    struct Station {
        let code: String
        let name: String
        let town: String
    }

    /// 409 stations and corners in 22 towns, as the newspaper counted them.
    static let stationCount = 409

    let towns: [(code: String, name: String)]
    let stations: [Station]

    /// - Parameters:
    ///   - towns: CSV with `name` and `code`.
    ///   - communities: CSV with `town_name` and `village_or_community_name`; nil for numbered stations.
    init(towns townsFile: String, communities: String?, stationCount: Int) throws {
        let rows = try MadeUpDistrict.rows(townsFile)
        let towns = rows.enumerated().map { index, row in
            (code: row["code"] ?? row["code9"] ?? "T\(index + 1)", name: row["name"] ?? "")
        }
        let known = Set(towns.map(\.name))
        var names: [(town: String, name: String)] = []
        for row in try communities.map(MadeUpDistrict.rows) ?? [] {
            guard let town = row["town_name"], known.contains(town), let name = row["village_or_community_name"] else {
                continue
            }
            names.append((town, "\(name)暖心驿站"))
        }
        if names.isEmpty {
            names = (0..<stationCount).map { index in
                let town = towns[index % towns.count].name
                return (town, "\(town)第 \(index / towns.count + 1) 驿站")
            }
        }
        self.towns = towns
        // Evenly out of all, so that every town has its share.
        let all = names
        stations = (0..<stationCount).map { index in
            let (town, name) = all[index * all.count / stationCount]
            let digits = String(index + 1)
            return Station(
                code: String(repeating: "0", count: max(0, 3 - digits.count)) + digits, name: name, town: town)
        }
    }

    private static func rows(_ path: String) throws -> [[String: String]] {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw ValidationError("\(path) cannot be read.")
        }
        var table = try CSVTable(bytes: [UInt8](content))
        var rows: [[String: String]] = []
        while let row = try table.next() {
            rows.append(Dictionary(zip(table.header, row.cells), uniquingKeysWith: { first, _ in first }))
        }
        return rows
    }
}
