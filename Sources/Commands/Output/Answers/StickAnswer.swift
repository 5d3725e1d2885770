import Device
import FieldRecords

/// What a visit of a stick did, or would do.
struct StickAnswer: Answer {
    let visit: StickVisit

    func lines(in language: Language) -> [String] {
        let phrases = visit.isRehearsal ? visit.rehearsalPhrases : visit.visitPhrases
        return phrases.flatMap { TextWidth.wrap($0.text(in: language).onOneLine, columns: StickAnswer.columnsMax) }
    }

    private static let columnsMax = 80

    var json: JSONValue {
        let all = visit.takenInAll
        let rest: [JSONMember] = [
            JSONMember("dryRun", .bool(visit.isRehearsal)),
            JSONMember("files", .array(visit.taken.map(\.json))),
            JSONMember("awaiting", .array(visit.awaiting.map(\.json))),
            JSONMember("receipts", .array(visit.receipts.map(JSONValue.string))),
            JSONMember("written", .array(visit.written.map(\.json))),
            JSONMember("left", .array(visit.left.map(\.json))),
            JSONMember("removed", JSONValue(visit.removed)),
            JSONMember("unconfirmed", JSONValue(visit.unconfirmed)),
            JSONMember("ridingAlong", JSONValue(visit.ridingAlong)),
            JSONMember("room", visit.room?.json ?? .null),
            JSONMember("district", visit.district?.json ?? .null),
            JSONMember("remarks", .array(visit.remarks.map { JSONValue($0) })),
            JSONMember(
                "problems",
                .array(visit.problems.map { ["code": JSONValue(Int($0.kind.rawValue)), "what": JSONValue($0.what)] })),
            JSONMember("mayBePulled", .bool(visit.mayBePulled)),
        ]
        return .object(ImportSummary.members(of: [all], missing: all.missing) + rest)
    }
}

extension StickVisit.Taken {
    fileprivate var json: JSONValue {
        .object(
            [JSONMember("file", .string(file)), JSONMember("sender", .string(summary.sender))]
                + ImportSummary.members(of: [summary], missing: summary.missing)
                + [JSONMember("receivedBefore", JSONValue(summary.receivedBefore))])
    }
}

extension StickVisit.Awaiting {
    fileprivate var json: JSONValue {
        [
            "file": .string(file), "sender": .string(sender), "changes": JSONValue(changes),
            "photos": JSONValue(photos), "bytes": JSONValue(bytes),
        ]
    }
}

extension StickVisit.Written {
    fileprivate var json: JSONValue {
        [
            "file": .string(file), "place": .string(place), "receivers": .array(receivers.map(JSONValue.string)),
            "changes": JSONValue(changes), "photos": JSONValue(photos), "bytes": JSONValue(bytes),
        ]
    }
}

extension StickVisit.Left {
    fileprivate var json: JSONValue {
        [
            "place": .string(place), "receivers": .array(receivers.map(JSONValue.string)),
            "changes": JSONValue(changes), "photos": JSONValue(photos),
        ]
    }
}

extension StickVisit.Room {
    fileprivate var json: JSONValue {
        [
            "free": JSONValue(freeBytes), "needed": JSONValue(neededBytes), "fits": .bool(fits),
            "sticks": sticks.map { JSONValue($0) } ?? .null,
        ]
    }
}

extension DistrictWord {
    var json: JSONValue {
        [
            "upTo": JSONValue(upTo), "recordsNew": JSONValue(recordsNew),
            "recordsChanged": JSONValue(recordsChanged), "photos": JSONValue(photos),
            "receipt": receipt.map { ["date": .string("\($0.date)"), "way": JSONValue($0.way)] } ?? .null,
        ]
    }
}
