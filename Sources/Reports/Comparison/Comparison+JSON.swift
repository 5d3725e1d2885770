package import FieldRecords
import Store

extension Comparison {
    package var json: JSONValue {
        .object([
            JSONMember("with", .string(other)), JSONMember("equal", .bool(isEqual)),
            JSONMember("figures", .array(entries.map { entry(of: $0) })),
        ])
    }

    private func entry(of entry: Entry) -> JSONValue {
        .object([
            JSONMember("id", .string(entry.figure.id.rawValue)), JSONMember("here", number(entry.here)),
            JSONMember("there", number(entry.there)),
            JSONMember("only_here", list(entry.differences.filter { !$0.isCountedThere })),
            JSONMember("only_there", list(entry.differences.filter { !$0.isCountedHere })),
            JSONMember("differing", list(entry.differences.filter { $0.isCountedHere && $0.isCountedThere })),
            JSONMember("by_town", parts(entry.towns)), JSONMember("by_kind", parts(entry.kinds)),
        ])
    }

    private func parts(_ differences: [PartDifference]) -> JSONValue {
        .object(differences.map { JSONMember($0.key, ["here": number($0.here), "there": number($0.there)]) })
    }

    private func list(_ differences: [Difference]) -> JSONValue {
        .array(
            differences.map { difference in
                [
                    "number": .string(difference.number), "reason": .string(difference.reason.code),
                    "text": difference.reason.phrase(other: other).json, "here": number(difference.amounts.here),
                    "there": number(difference.amounts.there),
                ]
            })
    }

    private func number(_ value: Double?) -> JSONValue { value.map(JSONValue.init(figure:)) ?? .null }
}
