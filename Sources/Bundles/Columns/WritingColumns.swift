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

    private let packed: PackedChanges
    private var columns: [Column] = []
    /// The place of a column by its name's place, kind, and flags; -1 where there is none yet.
    private var places: [Int32]
    private var values: [[ByteSpan]] = []
    private var shapes: [Shape] = []
    private var shapePlaces: [Shape: Int64] = [:]
    private var shapeOfChange: [Int64] = []
    private var keys: [ByteSpan] = []

    init(_ packed: PackedChanges) {
        self.packed = packed
        places = [Int32](repeating: -1, count: packed.names.count * 32)
        var shape = Shape()
        for change in packed.changes where change.setsFields { add(change, scratch: &shape) }
    }

    private mutating func add(_ change: PackedChange, scratch shape: inout Shape) {
        shape.columns.removeAll(keepingCapacity: true)
        shape.personal = .none
        let isBegin = change.kind == .begin
        for cell in packed.openCells(of: change) {
            let kind = ValueKind(spelledBy: packed.bytes[Int(cell.value.start)], in: packed.bytes, span: cell.value)
            add(cell, kind: kind, isBegin: isBegin, isPersonal: false, to: &shape)
        }
        if change.personal >= 0 {
            let personal = packed.personal[Int(change.personal)]
            shape.personal = personal.isErased ? .erased : .kept
            if !personal.isErased { keys.append(personal.key) }
            for cell in packed.personalCells(of: change) {
                let kind =
                    personal.isErased
                    ? ValueKind.commitment
                    : ValueKind(
                        spelledBy: packed.personalBytes[Int(cell.value.start)], in: packed.personalBytes,
                        span: cell.value)
                add(cell, kind: kind, isBegin: isBegin, isPersonal: true, to: &shape)
            }
        }
        shapeOfChange.append(place(of: shape))
    }

    private mutating func add(
        _ cell: PackedCell, kind: ValueKind, isBegin: Bool, isPersonal: Bool, to shape: inout Shape
    ) {
        let key = Int(cell.name) << 5 | Int(kind.rawValue) << 2 | (isBegin ? 2 : 0) | (isPersonal ? 1 : 0)
        if places[key] < 0 {
            places[key] = Int32(columns.count)
            columns.append(
                Column(
                    name: packed.names[Int(cell.name)], kind: kind, isBegin: isBegin, isPersonal: isPersonal))
            values.append([])
        }
        let place = Int(places[key])
        values[place].append(cell.value)
        shape.columns.append(place)
    }

    private mutating func place(of shape: Shape) -> Int64 {
        // Mostly the one before, or one of a few.
        if let last = shapeOfChange.last, shapes[Int(last)] == shape { return last }
        if let known = shapePlaces[shape] { return known }
        let place = Int64(shapes.count)
        shapePlaces[shape] = place
        shapes.append(shape)
        return place
    }

    /// The columns, the shapes, the shape of each change that sets fields, the erasure keys, the columns' values.
    func append(to bytes: inout [UInt8]) {
        bytes.appendVarint(columns.count)
        for column in columns {
            bytes.appendText(column.name)
            bytes.append(column.kind.rawValue | (column.isBegin ? 0x40 : 0) | (column.isPersonal ? 0x80 : 0))
        }
        bytes.appendVarint(shapes.count)
        for shape in shapes {
            bytes.append(shape.personal.rawValue)
            bytes.appendVarint(shape.columns.count)
            for place in shape.columns { bytes.appendVarint(place) }
        }
        IntegerColumn.append(shapeOfChange, to: &bytes)
        for key in keys { bytes.append(contentsOf: packed.personalBytes[key.range]) }
        for (place, column) in columns.enumerated() {
            ValueColumn.append(
                values[place], of: column.isPersonal ? packed.personalBytes : packed.bytes, kind: column.kind,
                to: &bytes)
        }
    }
}
