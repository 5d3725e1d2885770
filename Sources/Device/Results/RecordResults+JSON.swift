package import FieldRecords

/// Records as `--json` and the page's interface give them: the keys of DESIGN section 12, one spelling for both.
extension RecordView {
    private func members(_ more: [JSONMember]) -> JSONValue {
        .object(
            [
                JSONMember("number", .string(number)), JSONMember("form", .string(form)),
                JSONMember("version", .string(version)), JSONMember("place", .string(place)),
                JSONMember("fields", .object(fields.map { JSONMember($0.name, $0.value.json) })),
            ] + more + [JSONMember("deleted", .bool(isDeleted)), JSONMember("erased", .bool(isErased))]
                + (mergedInto.isEmpty ? [] : [JSONMember("mergedInto", .array(mergedInto.map(JSONValue.string)))]))
    }

    /// In a list: of conflicts only the fields' names.
    package var listJSON: JSONValue {
        members([JSONMember("conflicts", .array(conflicts.map { .string($0.field) }))])
    }

    /// By itself: with every value of a conflict.
    package var pageJSON: JSONValue {
        let each = conflicts.map { JSONMember($0.field, .array($0.values.map(\.json))) }
        return members([JSONMember("conflicts", .object(each))])
    }
}

extension ConflictValue {
    package var json: JSONValue {
        [
            "value": value.json, "by": .string(by), "replica": .string(replica), "time": .string(time),
            "dot": .string(dot),
        ]
    }
}

extension FieldConflict {
    package var json: JSONValue {
        [
            "number": .string(number), "form": .string(form), "field": .string(field),
            "values": .array(values.map(\.json)),
        ]
    }
}

extension HistoryEntry {
    package var json: JSONValue {
        [
            "dot": .string(dot), "time": .string(time), "by": .string(by), "replica": .string(replica),
            "kind": .string(kind), "settlement": .bool(isSettlement),
            "fields": .object(fields.map { JSONMember($0.name, $0.value.json) }),
            "erased": .array(erasedFields.map(JSONValue.string)), "void": void.map(JSONValue.string) ?? .null,
        ]
    }
}
