import FieldRecords

/// What changes set, grouped by shape: a shape is the fields that a change sets with the kinds of their values, and
/// the values of one field, kind and purpose stand together in one column.
struct WritingColumns {
    /// What the values of a column have in common. Records begun and records edited have columns of their own, for
    /// most fields begin with one value.
    struct Column: Hashable {
        let name: String
        let kind: ValueKind
        let isBegin: Bool
        let isPersonal: Bool
    }

    /// Whether personal values are there.
    enum Personal: UInt8 {
        case none = 0
        case kept = 1
        case erased = 2
    }

    struct Shape: Hashable {
        var personal = Personal.none
        /// Places in the list of columns; the open fields first, then the personal ones, ascending by name each.
        var columns: [Int] = []
    }

    private var columns: [Column] = []
    private var places: [Column: Int] = [:]
    private var values: [[FieldValue]] = []
    private var commitments: [[[UInt8]]] = []
    private var shapes: [Shape] = []
    private var keys: [[UInt8]] = []

    init(_ changes: [Change]) {
        for change in changes {
            if let writing = change.writing { add(writing, isBegin: change.kind == .begin) }
        }
    }

    private mutating func add(_ writing: Change.Writing, isBegin: Bool) {
        var shape = Shape()
        for entry in writing.patch.entries { add(entry, isBegin: isBegin, isPersonal: false, to: &shape) }
        switch writing.personal {
        case .kept(let entries, let key) where !entries.isEmpty:
            precondition(key.count == PersonalWriting.keyByteCount, "an erasure key has 16 bytes")
            shape.personal = .kept
            keys.append(key)
            for entry in entries.entries { add(entry, isBegin: isBegin, isPersonal: true, to: &shape) }
        case .erased(let left) where !left.isEmpty:
            shape.personal = .erased
            for commitment in left {
                let place = place(
                    of: Column(name: commitment.name, kind: .commitment, isBegin: isBegin, isPersonal: true))
                commitments[place].append(commitment.hash)
                shape.columns.append(place)
            }
        case .kept, .erased, nil: break
        }
        shapes.append(shape)
    }

    private mutating func add(_ entry: Patch.Entry, isBegin: Bool, isPersonal: Bool, to shape: inout Shape) {
        let place = place(
            of: Column(
                name: entry.name, kind: ValueKind(of: entry.value), isBegin: isBegin, isPersonal: isPersonal))
        values[place].append(entry.value)
        shape.columns.append(place)
    }

    private mutating func place(of column: Column) -> Int {
        if let place = places[column] { return place }
        let place = columns.count
        places[column] = place
        columns.append(column)
        values.append([])
        commitments.append([])
        return place
    }

    /// The columns, the shapes, the shape of each change that sets fields, the erasure keys, the columns' values.
    func append(to bytes: inout [UInt8]) {
        bytes.appendVarint(columns.count)
        for column in columns {
            bytes.appendText(column.name)
            bytes.append(column.kind.rawValue | (column.isBegin ? 0x40 : 0) | (column.isPersonal ? 0x80 : 0))
        }
        let (distinct, indices) = Distinct.list(shapes)
        bytes.appendVarint(distinct.count)
        for shape in distinct {
            bytes.append(shape.personal.rawValue)
            bytes.appendVarint(shape.columns.count)
            for place in shape.columns { bytes.appendVarint(place) }
        }
        IntegerColumn.append(indices, to: &bytes)
        for key in keys { bytes.append(contentsOf: key) }
        for (place, column) in columns.enumerated() {
            if column.kind == .commitment {
                for hash in commitments[place] { bytes.append(contentsOf: hash) }
            } else {
                ValueColumn.append(values[place], kind: column.kind, to: &bytes)
            }
        }
    }
}
