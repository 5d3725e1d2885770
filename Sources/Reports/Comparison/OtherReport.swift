import Causality
import FieldRecords
import Foundation

/// Another device's report, as its JSON tells it.
package struct OtherReport: Sendable {
    /// A report of a million records has some 40 MiB.
    package static let bytesMax = 256 << 20

    struct Counted {
        let number: String
        let amount: Double?
    }

    struct Mark: Hashable {
        let held: UInt64
        /// The last change that counts: what comes after it is not applied, or was written after the log was cut.
        let counted: UInt64
    }

    package let device: String
    package let network: String
    /// The place it speaks of: its id, 16 hexadecimal digits, and its name.
    package let place: String
    package let placeName: String
    package let period: Period
    let values: [String: Double]
    let towns: [String: [FigurePart]]
    let kinds: [String: [FigurePart]]
    let records: [String: [Counted]]
    /// The keys of the devices that record numbers begin with.
    let keys: [String: ReplicaID]
    let marks: [LogID: Mark]

    /// - Throws: ``ReportsError/notAReport`` for anything else than a report in JSON.
    package init(json bytes: [UInt8]) throws {
        guard let json = try? JSONValue(parsing: bytes, limits: JSONLimits(bytesMax: OtherReport.bytesMax)),
            let network = json["network"]?.text, let device = json["device"]?.text,
            let place = json["place"]?["id"]?.text, let placeName = json["place"]?["name"]?.text,
            let from = json["from"]?.text.flatMap({ CivilDate($0) }),
            let to = json["to"]?.text.flatMap({ CivilDate($0) }),
            let period = Period(from: from, to: to), let figures = json["figures"]?.elements,
            let logs = json["logs"]?.elements
        else { throw ReportsError.notAReport }
        self.network = network
        self.device = device
        self.place = place
        self.placeName = placeName
        self.period = period
        var values: [String: Double] = [:]
        var towns: [String: [FigurePart]] = [:]
        var kinds: [String: [FigurePart]] = [:]
        var records: [String: [Counted]] = [:]
        for figure in figures {
            guard let id = figure["id"]?.text else { throw ReportsError.notAReport }
            values[id] = figure["value"]?.number
            towns[id] = figure["by_town"]?.parts
            kinds[id] = figure["by_kind"]?.parts
            let amounts = figure["amounts"]?.elements ?? []
            records[id] = (figure["records"]?.elements ?? []).enumerated().compactMap { index, element in
                element.text.map { Counted(number: $0, amount: index < amounts.count ? amounts[index].number : nil) }
            }
        }
        self.values = values
        self.towns = towns
        self.kinds = kinds
        self.records = records
        (keys, marks) = try OtherReport.standings(logs)
    }

    private static func standings(_ logs: [JSONValue]) throws -> ([String: ReplicaID], [LogID: Mark]) {
        var keys: [String: ReplicaID] = [:]
        var marks: [LogID: Mark] = [:]
        for log in logs {
            guard let bytes = log["replica"]?.text.flatMap(Hexadecimal.bytes), let replica = ReplicaID(exactly: bytes),
                let place = log["place"]?.text.flatMap({ PlaceID($0) }), let label = log["label"]?.text,
                case .integer(let held)? = log["held"], case .integer(let applied)? = log["applied"]
            else { throw ReportsError.notAReport }
            keys[label] = replica
            // Reports of older programs do not tell of cuts.
            let cut: Int64 = if case .integer(let cut)? = log["cut"] { cut } else { .max }
            marks[LogID(replica: replica, place: place)] = Mark(
                held: UInt64(clamping: held), counted: UInt64(clamping: min(applied, cut)))
        }
        return (keys, marks)
    }
}

extension JSONValue {
    fileprivate var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .decimal(let number): number
        default: nil
        }
    }

    fileprivate var parts: [FigurePart]? {
        members?.compactMap { member in member.value.number.map { FigurePart(key: member.key, value: $0) } }
    }
}
