/// The names of the fields that the changes of a chunk set, each once.
struct NameTable: Sendable {
    /// Of so few, a name is found sooner by looking at each. A form has some dozens; what is made to cost has thousands.
    private static let lookedThroughMax = 64

    private(set) var names: [String] = []
    /// The place of each name, once there are more than are looked through.
    private var places: [String: Int32] = [:]

    /// The place of a name, added where it is new.
    mutating func place(of name: String) -> Int32 {
        if names.count <= NameTable.lookedThroughMax {
            if let place = names.firstIndex(of: name) { return Int32(place) }
        } else if let place = places[name] {
            return place
        }
        let place = Int32(names.count)
        names.append(name)
        if names.count == NameTable.lookedThroughMax + 1 {
            for (place, name) in names.enumerated() { places[name] = Int32(place) }
        } else if names.count > NameTable.lookedThroughMax {
            places[name] = place
        }
        return place
    }
}
