import FieldRecords

/// Records as JSON Lines: the values as they are kept, in the shape that `yilu import auto` reads.
package struct JSONLinesWriter: TableWriter {
    private let sink: ByteSink

    package init(sink: @escaping ByteSink) {
        self.sink = sink
    }

    package mutating func begin() throws {}

    package mutating func add(_ record: ExportedRecord) throws {
        var bytes: [UInt8] = []
        record.json.appendJSON(to: &bytes)
        bytes.append(0x0A)
        try sink(bytes)
    }

    package mutating func finish() throws {}
}

extension ExportedRecord {
    fileprivate var json: JSONValue {
        let date = fields["date"].map { [JSONMember("date", $0.json)] } ?? []
        let names = files.map { JSONMember($0.field, .string($0.name)) }
        return .object(
            [
                JSONMember("form", .string(form)), JSONMember("number", .string(number)),
                JSONMember("version", .string(version)), JSONMember("place", .string(place)),
                JSONMember("station", .string(station)), JSONMember("town", .string(town)),
            ] + date + [
                JSONMember(
                    "fields", .object(fields.sorted { $0.key < $1.key }.map { JSONMember($0.key, $0.value.json) })),
                JSONMember("conflicts", .array(conflicts.map(JSONValue.string))), JSONMember("files", .object(names)),
            ])
    }
}
