import Causality
package import FieldRecords
import Store

extension SeasonReport {
    /// The whole report, records and all: what scripts and ``Comparison`` read.
    package var json: JSONValue {
        .object([
            JSONMember("network", .string(scope.network)), JSONMember("networkName", .string(scope.networkName)),
            JSONMember("device", .string(scope.device)),
            JSONMember(
                "place",
                [
                    "id": .string(PlaceID(node: scope.place.id).nodeText), "kind": .string(scope.place.kind),
                    "code": .string(scope.place.code), "name": .string(scope.place.name),
                ]),
            JSONMember("from", .string(scope.period.from.description)),
            JSONMember("to", .string(scope.period.to.description)), JSONMember("made", .string("\(scope.now)")),
            JSONMember("coverage", coverage.json),
            JSONMember("figures", .array(figures.map { $0.json(coverage: coverage) })),
            JSONMember("logs", .array(logs.map(\.json))),
        ])
    }
}

extension FigureResult {
    fileprivate func json(coverage: Coverage) -> JSONValue {
        let isCounted = figure.measure == .records
        let amounts = isCounted ? [] : records.map { $0.amount.map(JSONValue.init(figure:)) ?? .null }
        return .object([
            JSONMember("id", .string(figure.id.rawValue)), JSONMember("title", figure.title.json),
            JSONMember("definition", figure.sentence.json), JSONMember("unit", .string("\(figure.unit)")),
            JSONMember("value", value.map(JSONValue.init(figure:)) ?? .null),
            JSONMember("coverage", coverage.summaryJSON),
            JSONMember("records", .array(records.map { .string($0.number) })),
            JSONMember("amounts", .array(amounts)),
            JSONMember("by_town", .object(byTown.map { JSONMember($0.key, JSONValue(figure: $0.value)) })),
            JSONMember("by_kind", .object(byKind.map { JSONMember($0.key, JSONValue(figure: $0.value)) })),
        ])
    }
}

extension Coverage {
    /// Known, heard, and the sentence: what stands at every figure.
    var summaryJSON: JSONValue {
        [
            "known": JSONValue(count: known), "heard": JSONValue(count: heard),
            "silent": JSONValue(count: silent.count),
            "through": .string(through.description), "text": sentence.json,
        ]
    }

    /// What `yilu coverage` answers.
    package var json: JSONValue {
        .object([
            JSONMember("stations", ["known": JSONValue(count: known), "heard": JSONValue(count: heard)]),
            JSONMember("through", .string(through.description)), JSONMember("text", sentence.json),
            JSONMember("silent", .array(silent.map(\.json))), JSONMember("incomplete", .array(incomplete.map(\.json))),
            JSONMember(
                "by_town",
                .object(
                    byTown.map {
                        JSONMember($0.town, ["known": JSONValue(count: $0.known), "heard": JSONValue(count: $0.heard)])
                    })),
            JSONMember(
                "clockOffsets", .object(clockOffsets.map { JSONMember($0.replica, .integer($0.milliseconds)) })),
        ])
    }
}

extension StationStanding {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("place", .string(code)), JSONMember("name", .string(name)), JSONMember("town", .string(town)),
            JSONMember("since", since.map { .string($0.description) } ?? .null),
            JSONMember("days", daysSilent.map(JSONValue.init(count:)) ?? .null),
            JSONMember(
                "missing",
                .array(
                    word.missing.map { missing in
                        [
                            "log": .string(missing.log), "from": .integer(Int64(clamping: missing.from)),
                            "through": .integer(Int64(clamping: missing.through)),
                            "receipt": missing.receipt.map { receipt in
                                [
                                    "replica": .string(receipt.replica), "date": .string(day(receipt).description),
                                    "way": receipt.way.map(JSONValue.string) ?? .null,
                                ]
                            } ?? .null,
                        ]
                    })),
            JSONMember("photos", JSONValue(count: word.photosMissing)),
            JSONMember("waiting", .array(word.waiting.map(JSONValue.string))),
            JSONMember("lead", contact?.lead.map(JSONValue.string) ?? .null),
            JSONMember("phone", contact?.phone.map(JSONValue.string) ?? .null),
        ])
    }
}

extension StoredLogStanding {
    fileprivate var json: JSONValue {
        [
            "replica": .string("\(log.replica)"), "label": .string(label), "place": .string(log.place.nodeText),
            "held": .integer(Int64(clamping: held)), "applied": .integer(Int64(clamping: applied)),
            "cut": cut.map { .integer(Int64(clamping: $0)) } ?? .null,
        ]
    }
}

extension Phrase {
    var json: JSONValue { ["zh": .string(zh), "en": .string(en)] }
}

extension JSONValue {
    init(count: Int) { self = .integer(Int64(count)) }

    /// A whole number without a point.
    init(figure: Double) {
        self = Int64(exactly: figure).map(JSONValue.integer) ?? .decimal(figure)
    }
}
