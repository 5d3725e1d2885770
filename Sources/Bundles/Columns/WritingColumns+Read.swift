import FieldRecords

extension WritingColumns {
    /// The writings of those changes that set fields, in their order.
    static func read(
        _ kinds: [ChangeKind], from cursor: inout ByteCursor
    ) throws(BundlesError) -> [Change.Writing] {
        let isBegin = kinds.compactMap { kind -> Bool? in
            switch kind {
            case .begin: true
            case .edit: false
            case .delete, .undelete, .erase, .mark, .unknown: nil
            }
        }
        let columns = try readColumns(from: &cursor)
        let distinct = try readShapes(countMax: isBegin.count, columns: columns, from: &cursor)
        let shapes = try Distinct.pick(isBegin.count, of: distinct, from: &cursor)

        var counts = [Int](repeating: 0, count: columns.count)
        for (index, shape) in shapes.enumerated() {
            try cursor.spend(shape.columns.count)
            for place in shape.columns {
                guard columns[place].isBegin == isBegin[index] else { throw cursor.malformed }
                counts[place] += 1
            }
        }
        let keptCount = shapes.count { $0.personal == .kept }
        var keys: [[UInt8]] = []
        for _ in 0..<keptCount { keys.append(Array(try cursor.slice(PersonalWriting.keyByteCount))) }
        return try Assembly(columns: columns, counts: counts, keys: keys, from: &cursor).writings(shapes)
    }

    private static func readColumns(from cursor: inout ByteCursor) throws(BundlesError) -> [Column] {
        let count = try cursor.count(max: Chunk.cellsMax, bytesEach: 3)
        var columns: [Column] = []
        for _ in 0..<count {
            let name = try cursor.text(bytesMax: FieldName.bytesMax)
            let flags = try cursor.byte()
            guard FieldName.isValid(name), let kind = ValueKind(rawValue: flags & 0x3F),
                kind != .commitment || flags & 0x80 != 0
            else { throw cursor.malformed }
            columns.append(
                Column(name: name, kind: kind, isBegin: flags & 0x40 != 0, isPersonal: flags & 0x80 != 0))
        }
        return columns
    }

    private static func readShapes(
        countMax: Int, columns: [Column], from cursor: inout ByteCursor
    ) throws(BundlesError) -> [Shape] {
        let count = try cursor.count(max: countMax, bytesEach: 2)
        var shapes: [Shape] = []
        for _ in 0..<count {
            guard let personal = Personal(rawValue: try cursor.byte()) else { throw cursor.malformed }
            var shape = Shape(personal: personal)
            for _ in 0..<(try cursor.count(max: Chunk.cellsMax, bytesEach: 1)) {
                let place = try cursor.varint()
                guard place < columns.count else { throw cursor.malformed }
                shape.columns.append(Int(place))
            }
            guard isWellFormed(shape, columns: columns) else { throw cursor.malformed }
            shapes.append(shape)
        }
        return shapes
    }

    /// Names ascend, the open ones and then the personal ones; no name is both; what is kept and what is erased never
    /// stand in one change. All that the values' own preconditions ask for is checked here, once a shape.
    private static func isWellFormed(_ shape: Shape, columns: [Column]) -> Bool {
        let fields = shape.columns.map { columns[$0] }
        let open = fields.prefix { !$0.isPersonal }
        let personal = fields.dropFirst(open.count)
        func isAscending(_ fields: ArraySlice<Column>) -> Bool {
            zip(fields, fields.dropFirst()).allSatisfy { $0.name < $1.name }
        }
        let openNames = Set(open.map(\.name))
        guard isAscending(open), isAscending(personal), personal.allSatisfy(\.isPersonal),
            !personal.contains(where: { openNames.contains($0.name) })
        else { return false }
        switch shape.personal {
        case .none: return personal.isEmpty
        case .kept: return !personal.isEmpty && personal.allSatisfy { $0.kind != .commitment }
        case .erased: return !personal.isEmpty && personal.allSatisfy { $0.kind == .commitment }
        }
    }
}

extension WritingColumns {
    /// The columns' values, handed out again in the order of the changes.
    private struct Assembly {
        private let columns: [Column]
        private let keys: [[UInt8]]
        private var values: [[FieldValue]] = []
        private var commitments: [[[UInt8]]] = []

        init(
            columns: [Column], counts: [Int], keys: [[UInt8]], from cursor: inout ByteCursor
        ) throws(BundlesError) {
            self.columns = columns
            self.keys = keys
            for (place, column) in columns.enumerated() {
                if column.kind == .commitment {
                    values.append([])
                    commitments.append(try DigestColumn.read(counts[place], from: &cursor))
                } else {
                    values.append(try ValueColumn.read(counts[place], kind: column.kind, from: &cursor))
                    commitments.append([])
                }
            }
        }

        func writings(_ shapes: [Shape]) -> [Change.Writing] {
            var next = [Int](repeating: 0, count: columns.count)
            var nextKey = 0
            return shapes.map { shape in
                var open: [Patch.Entry] = []
                open.reserveCapacity(shape.columns.count)
                var kept: [Patch.Entry] = []
                var left: [PersonalWriting.Commitment] = []
                for place in shape.columns {
                    let column = columns[place]
                    let row = next[place]
                    next[place] += 1
                    if column.kind == .commitment {
                        left.append(
                            PersonalWriting.Commitment(name: column.name, hash: commitments[place][row]))
                    } else if column.isPersonal {
                        kept.append(Patch.Entry(name: column.name, value: values[place][row]))
                    } else {
                        open.append(Patch.Entry(name: column.name, value: values[place][row]))
                    }
                }
                switch shape.personal {
                case .none: return Change.Writing(patch: Patch(open))
                case .erased: return Change.Writing(patch: Patch(open), personal: .erased(left))
                case .kept:
                    nextKey += 1
                    let personal = PersonalWriting.kept(values: Patch(kept), key: keys[nextKey - 1])
                    return Change.Writing(patch: Patch(open), personal: personal)
                }
            }
        }
    }
}
