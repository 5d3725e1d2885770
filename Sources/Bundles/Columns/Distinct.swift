/// Lists of what is different among many, and where each of the many stands in the list.
enum Distinct {
    /// In the order of first appearance.
    static func list<Value: Hashable>(_ values: [Value]) -> (distinct: [Value], indices: [Int64]) {
        var distinct: [Value] = []
        var places: [Value: Int64] = [:]
        var indices: [Int64] = []
        indices.reserveCapacity(values.count)
        for value in values {
            if let place = places[value] {
                indices.append(place)
            } else {
                let place = Int64(distinct.count)
                places[value] = place
                distinct.append(value)
                indices.append(place)
            }
        }
        return (distinct, indices)
    }

    /// Reads a column of places in a list and answers with what stands there.
    static func pick<Value>(
        _ count: Int, of distinct: [Value], from cursor: inout ByteCursor
    ) throws(BundlesError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for index in try IntegerColumn.read(count, from: &cursor) {
            guard distinct.indices.contains(Int(index)) else { throw cursor.malformed }
            values.append(distinct[Int(index)])
        }
        return values
    }

    /// Reads a column of places in a list of `distinctCount`.
    static func places(
        _ count: Int, of distinctCount: Int, from cursor: inout ByteCursor
    ) throws(BundlesError) -> [Int32] {
        var places: [Int32] = []
        places.reserveCapacity(count)
        for index in try IntegerColumn.read(count, from: &cursor) {
            guard index >= 0, index < Int64(distinctCount) else { throw cursor.malformed }
            places.append(Int32(index))
        }
        return places
    }
}
