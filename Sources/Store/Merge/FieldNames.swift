import Causality

/// Field names by number, as met while reading or writing.
struct FieldNames {
    /// A name, how it stands in JSON before its value, and where it stands among all by the order of names.
    private struct Entry {
        let name: String
        let key: [UInt8]
        var rank = 0
    }

    private(set) var rows: [String: Int64] = [:]
    private var entries: [Entry] = []
    /// The places of all entries, by the order of names.
    private var order: [Int32] = []
    /// The place of each among the entries. Rows are small numbers, so most need no more than a look.
    private var places: [Int32] = []
    private var farPlaces: [Int64: Int32] = [:]

    /// The row of the field under which an import's key travels; -1 before anybody set it.
    private(set) var importKeyRow: Int64 = -1

    private static let nearRowMax: Int64 = 4_096

    mutating func note(_ name: String, row: Int64) { note([(name, row)]) }

    /// The same of many, which are put in their order at once.
    mutating func note(_ fields: [(name: String, row: Int64)]) {
        let known = entries.count
        for field in fields { add(field.name, row: field.row) }
        if entries.count > known { rank(from: known) }
    }

    private mutating func add(_ name: String, row: Int64) {
        guard rows[name] == nil, place(row) == nil else { return }
        rows[name] = row
        if name == StoreReading.importKeyField { importKeyRow = row }
        let place = Int32(entries.count)
        entries.append(
            Entry(name: name, key: [UInt8(ascii: "\"")] + Array(name.utf8) + [UInt8(ascii: "\""), UInt8(ascii: ":")]))
        if (0..<FieldNames.nearRowMax).contains(row) {
            while places.count <= Int(row) { places.append(-1) }
            places[Int(row)] = place
        } else {
            farPlaces[row] = place
        }
    }

    /// Puts new entries in their order among the others: each of those is moved once at most.
    private mutating func rank(from known: Int) {
        let new = (known..<entries.count).sorted { entries[$0].name < entries[$1].name }
        order.append(contentsOf: new.lazy.map(Int32.init))
        var end = known
        for (ahead, place) in new.enumerated().reversed() {
            let start = rank(of: entries[place].name, below: end)
            for rank in (start..<end).reversed() { put(order[rank], at: rank + ahead + 1) }
            put(Int32(place), at: start + ahead)
            end = start
        }
    }

    private mutating func put(_ place: Int32, at rank: Int) {
        order[rank] = place
        entries[Int(place)].rank = rank
    }

    /// Where a name would stand among the first of those that are in their order.
    private func rank(of name: String, below end: Int) -> Int {
        var (low, high) = (0, end)
        while low < high {
            let middle = (low + high) / 2
            if entries[Int(order[middle])].name < name { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// - Precondition: the field was met.
    func name(_ row: Int64) -> String { entries[met(row)].name }

    func known(_ row: Int64) -> String? { place(row).map { entries[$0].name } }

    /// Appends `"name":`.
    func appendKey(of row: Int64, to bytes: inout [UInt8]) { bytes.append(contentsOf: entries[met(row)].key) }

    /// Where a field stands among those met, by the order of names.
    func rank(_ row: Int64) -> Int { entries[met(row)].rank }

    /// Whether a field comes first by name.
    func precedes(_ one: Int64, _ other: Int64) -> Bool { rank(one) < rank(other) }

    private func place(_ row: Int64) -> Int? {
        if row >= 0, row < Int64(places.count) { return places[Int(row)] < 0 ? nil : Int(places[Int(row)]) }
        return farPlaces.isEmpty ? nil : farPlaces[row].map(Int.init)
    }

    private func met(_ row: Int64) -> Int {
        guard let place = place(row) else { preconditionFailure("a field is met before it is named") }
        return place
    }
}
