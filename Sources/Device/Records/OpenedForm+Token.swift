import Causality
import FieldRecords
import Store

/// An opened form as text, for a page to bring back when it is saved: what its author had before their eyes outlives
/// the server, and a laptop that was closed over night.
///
/// The text comes back from a browser, so it may say anything: a save takes of it only what is applied here.
extension OpenedForm {
    /// JSON: `{"record": ["<replica>", number], "seen": {"<replica>": [sequence, "<chain prefix>"], …},
    /// "fields": {…}, "conflicts": [names]}`.
    ///
    /// - Parameter hidden: fields whose values this device does not show; they stay out, and cannot be set.
    package func token(without hidden: Set<String>) -> String {
        var seen: [JSONMember] = []
        for dot in (context?.vector.dots ?? []).sorted() {
            let prefix = context?.chainPrefixes[dot.log].map { [JSONValue.string(String($0, radix: 16))] } ?? []
            seen.append(
                JSONMember(
                    Hexadecimal.text(of: dot.log.replica.bytes),
                    .array([.integer(Int64(clamping: dot.sequence))] + prefix)))
        }
        let names = fields.keys.filter { !hidden.contains($0) }.sorted()
        return JSONValue.object([
            JSONMember(
                "record",
                .array([
                    .string(Hexadecimal.text(of: record.replica.bytes)), .integer(Int64(clamping: record.number)),
                ])),
            JSONMember("seen", .object(seen)),
            JSONMember("fields", .object(names.map { JSONMember($0, (fields[$0] ?? .empty).json) })),
            JSONMember("conflicts", .array(conflicts.map(JSONValue.string))),
        ]).compact
    }
}

extension Device {
    /// The form of a record as a page opened it, with the number that the record has now.
    ///
    /// - Parameter number: the number that it had then.
    /// - Throws: `DeviceError` where the text is not one of ``OpenedForm/token(without:)``.
    package func openedForm(number: String, token: String) throws -> OpenedForm {
        try read { reading, _ in
            let json = try JSONValue(parsing: token.utf8)
            let record =
                try Device.name(openedBy: json).map { try Device.record($0, numbered: number, in: reading) }
                ?? Device.record(numbered: number, in: reading)
            guard let seen = json["seen"]?.members, let fields = json["fields"]?.members,
                let conflicts = json["conflicts"]?.elements?.compactMap(\.text)
            else {
                throw DeviceError(
                    .badData, what: Phrase(zh: "这一页已经失效", en: "this page can no longer be saved"),
                    advice: Phrase(zh: "请重新打开这条记录。", en: "Open the record again."))
            }
            var vector = VersionVector<LogID>()
            var prefixes: [LogID: UInt64] = [:]
            for member in seen {
                guard let bytes = Hexadecimal.bytes(member.key), let replica = ReplicaID(exactly: bytes),
                    let mark = member.value.elements, case .integer(let sequence)? = mark.first, sequence >= 0
                else { continue }
                let log = LogID(replica: replica, place: record.place)
                vector[log] = min(UInt64(sequence), Dot<LogID>.sequenceMax)
                prefixes[log] = mark.dropFirst().first?.text.flatMap { UInt64($0, radix: 16) }
            }
            return OpenedForm(
                record.name, number: try Device.number(of: record.name, in: reading),
                context: OpenedContext(vector: vector, chainPrefixes: prefixes),
                fields: try Dictionary(
                    fields.map { ($0.key, try FieldValue(json: $0.value)) }, uniquingKeysWith: { first, _ in first }),
                conflicts: conflicts)
        }
    }

    /// The record that a page says it opened; nil where it says nothing of the kind.
    private static func name(openedBy token: JSONValue) -> RecordID? {
        guard let name = token["record"]?.elements, name.count == 2,
            let replica = name[0].text.flatMap(Hexadecimal.bytes).flatMap({ ReplicaID(exactly: $0) }),
            case .integer(let number) = name[1], number >= 0
        else { return nil }
        return RecordID(replica: replica, number: UInt64(number))
    }
}
