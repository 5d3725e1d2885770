import Causality
import FieldRecords
import Store

/// What somebody had before their eyes as text, for a page to bring back with what they decide or save: it outlives the
/// server, and a laptop that was closed over night.
///
/// The text comes back from a browser, so it may say anything: of it counts only what is applied here.
extension SeenRecord {
    /// JSON: `{"record": ["<replica>", number], "seen": {"<replica>": [sequence, "<chain prefix>"], …}}`.
    package var token: String { JSONValue.object(members).compact }

    fileprivate var members: [JSONMember] {
        var seen: [JSONMember] = []
        for dot in (context?.vector.dots ?? []).sorted() {
            let prefix = context?.chainPrefixes[dot.log].map { [JSONValue.string(String($0, radix: 16))] } ?? []
            seen.append(
                JSONMember(
                    Hexadecimal.text(of: dot.log.replica.bytes),
                    .array([.integer(Int64(clamping: dot.sequence))] + prefix)))
        }
        return [
            JSONMember(
                "record",
                .array([
                    .string(Hexadecimal.text(of: record.replica.bytes)), .integer(Int64(clamping: record.number)),
                ])),
            JSONMember("seen", .object(seen)),
        ]
    }
}

extension OpenedForm {
    /// As ``SeenRecord/token``, with what stood in the form: `"fields": {…}, "conflicts": [names]`.
    ///
    /// - Parameter hidden: fields whose values this device does not show; they stay out, and cannot be set.
    package func token(without hidden: Set<String>) -> String {
        let names = fields.keys.filter { !hidden.contains($0) }.sorted()
        return JSONValue.object(
            seen.members + [
                JSONMember("fields", .object(names.map { JSONMember($0, (fields[$0] ?? .empty).json) })),
                JSONMember("conflicts", .array(conflicts.map(JSONValue.string))),
            ]
        ).compact
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
            let seen = try Device.seenRecord(number: number, told: json, in: reading)
            guard let fields = json["fields"]?.members,
                let conflicts = json["conflicts"]?.elements?.compactMap(\.text)
            else { throw DeviceError.pageIsStale }
            return OpenedForm(
                seen,
                fields: try Dictionary(
                    fields.map { ($0.key, try FieldValue(json: $0.value)) }, uniquingKeysWith: { first, _ in first }),
                conflicts: conflicts)
        }
    }

    /// A record as a page showed it, with the number that it has now.
    ///
    /// - Parameter number: the number that it had then.
    /// - Throws: `DeviceError` where the text is not one of ``SeenRecord/token``.
    package func seenRecord(number: String, token: String) throws -> SeenRecord {
        try read { reading, _ in
            guard let json = try? JSONValue(parsing: token.utf8) else { throw DeviceError.pageIsStale }
            return try Device.seenRecord(number: number, told: json, in: reading)
        }
    }

    private static func seenRecord(
        number: String, told json: JSONValue, in reading: StoreReading
    ) throws -> SeenRecord {
        let record =
            try name(seenBy: json).map { try Device.record($0, numbered: number, in: reading) }
            ?? Device.record(numbered: number, in: reading)
        guard let seen = json["seen"]?.members else { throw DeviceError.pageIsStale }
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
        return SeenRecord(
            number: try Device.number(of: record.name, in: reading), record: record.name,
            context: OpenedContext(vector: vector, chainPrefixes: prefixes))
    }

    /// The record that a page says it showed; nil where it says nothing of the kind.
    private static func name(seenBy token: JSONValue) -> RecordID? {
        guard let name = token["record"]?.elements, name.count == 2,
            let replica = name[0].text.flatMap(Hexadecimal.bytes).flatMap({ ReplicaID(exactly: $0) }),
            case .integer(let number) = name[1], number >= 0
        else { return nil }
        return RecordID(replica: replica, number: UInt64(number))
    }
}

extension DeviceError {
    fileprivate static let pageIsStale = DeviceError(
        .badData, what: Phrase(zh: "这一页已经失效", en: "this page is out of date"),
        advice: Phrase(zh: "请重新打开这条记录。", en: "Open the record again."))
}
