import Causality
import FieldRecords
import Store

/// Names for what is shown within one read: labels, codes and forms are looked up once, however long the list.
final class RecordNaming {
    let reading: StoreReading
    let own: Own
    /// Whether personal values of other places are shown.
    let showPersonal: Bool
    private let codes: [UInt64: String]
    private var labels: [ReplicaID: String] = [:]
    private var forms: [String: Form?] = [:]
    /// The fields of each form that some version marks as personal; nil until somebody asks.
    private var personalNames: [String: Set<String>]?
    /// The records that each one was merged into; nil until somebody asks.
    private var merges: [RecordID: [RecordID]]?

    init(_ reading: StoreReading, _ own: Own, showPersonal: Bool = false) throws {
        self.reading = reading
        self.own = own
        self.showPersonal = showPersonal
        codes = Dictionary(
            try reading.nodes().map { ($0.id, $0.code) }, uniquingKeysWith: { first, _ in first })
    }

    func label(_ replica: ReplicaID) throws -> String {
        if let known = labels[replica] { return known }
        let label = try reading.label(replica) ?? "?"
        labels[replica] = label
        return label
    }

    /// `037-214`.
    func number(_ record: RecordID) throws -> String { "\(try label(record.replica))-\(record.number)" }

    /// The numbers of the records that one was merged into.
    func mergedInto(_ record: RecordID) throws -> [String] {
        let known: [RecordID: [RecordID]]
        if let merges {
            known = merges
        } else {
            let verdicts = try reading.pairVerdicts().map(\.verdict).filter { $0.kind == .merged }
            known = Dictionary(grouping: verdicts, by: \.other).mapValues { Set($0.map(\.one)).sorted() }
            merges = known
        }
        return try (known[record] ?? []).map { try number($0) }
    }

    /// `037:12`, as `conflict settle --keep` takes it.
    func text(_ dot: Dot<LogID>) throws -> String { "\(try label(dot.log.replica)):\(dot.sequence)" }

    /// The code of a place, or its id where the tree does not tell one.
    func code(_ place: PlaceID) -> String { codes[place.node] ?? "\(place)" }

    /// The newest version of a form; nil where this device does not know it.
    func form(_ name: String) -> Form? {
        if let known = forms[name] { return known }
        let form = try? Device.form(named: name, in: reading)
        forms[name] = form
        return form
    }

    /// Personal values are shown at their own place; elsewhere only to who asks for them by name.
    func masks(_ field: String, of record: StoredRecord) throws -> Bool {
        guard !showPersonal, record.place.node != own.node else { return false }
        let names = try personalNames ?? reading.personalNames()
        personalNames = names
        return names[record.form.name]?.contains(field) == true
    }
}
