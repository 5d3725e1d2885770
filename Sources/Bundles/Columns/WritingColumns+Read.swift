import Causality
import FieldRecords

extension WritingColumns {
    /// Reads what changes set, and the content of unknown kinds after it, and packs the changes with it.
    ///
    /// - Parameter start: begins the change of that place.
    static func read(
        _ kinds: [ChangeKind], into packed: inout PackedChanges, from cursor: inout ByteCursor,
        start: (Int, inout PackedChanges) -> Void
    ) throws(BundlesError) {
        let isBegin = kinds.compactMap { kind -> Bool? in
            switch kind {
            case .begin: true
            case .edit: false
            case .delete, .undelete, .erase, .mark, .unknown: nil
            }
        }
        let columns = try readColumns(from: &cursor)
        let distinct = try readShapes(countMax: isBegin.count, columns: columns, from: &cursor)
        let shapes = try Distinct.places(isBegin.count, of: distinct.count, from: &cursor)

        var counts = [Int](repeating: 0, count: columns.count)
        var keptCount = 0
        for (index, place) in shapes.enumerated() {
            let shape = distinct[Int(place)]
            try cursor.spend(shape.columns.count)
            if shape.personal == .kept { keptCount += 1 }
            for place in shape.columns {
                guard columns[place].isBegin == isBegin[index] else { throw cursor.malformed }
                counts[place] += 1
            }
        }
        // Whoever takes a chunk in keeps its names for good: none comes along for nothing.
        guard !counts.contains(0) else { throw cursor.malformed }
        let keys = Array(try cursor.slice(keptCount * PersonalWriting.keyByteCount))
        var spelled: [SpelledColumn] = []
        var spelledBytes = 0
        for (place, column) in columns.enumerated() {
            let values = try SpelledColumn(column, count: counts[place], from: &cursor)
            spelledBytes += values.values.bytes.count
            // Hundreds of columns may each have as much as all of them have room for.
            guard spelledBytes <= Chunk.columnBytesMax else { throw cursor.columnTooLarge(spelledBytes) }
            spelled.append(values)
        }
        var assembly = Assembly(columns: spelled, keys: keys, names: &packed)
        var next = 0
        for (index, kind) in kinds.enumerated() {
            // A frontier or a text may be shared by all changes of an encoding: bounded here, it cannot make a short
            // chunk cost hours.
            guard packed.bytes.count + packed.personalBytes.count < Chunk.rawBytesMax else {
                throw .tooLarge(
                    part: "chunk", count: UInt64(packed.bytes.count), max: UInt64(Chunk.rawBytesMax), offset: 0)
            }
            start(index, &packed)
            if kind == .begin || kind == .edit {
                assembly.add(distinct[Int(shapes[next])], to: &packed)
                next += 1
            } else if case .unknown = kind {
                let content = Array(try cursor.slice(try cursor.count(max: Change.bytesMax)))
                content.withUnsafeBufferPointer { packed.finish(content: $0) }
            } else {
                packed.finish()
            }
            let bytes = packed.changes.last.map(packed.rawBytes) ?? 0
            guard bytes <= Change.bytesMax else {
                throw .tooLarge(
                    part: "change", count: UInt64(bytes), max: UInt64(Change.bytesMax), offset: cursor.offset)
            }
        }
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
        private let columns: [SpelledColumn]
        private let keys: [UInt8]
        /// The place of each column's name among those of the changes.
        private let names: [Int32]
        private var next: [Int]
        private var nextKey = 0

        init(columns: [SpelledColumn], keys: [UInt8], names packed: inout PackedChanges) {
            self.columns = columns
            self.keys = keys
            var names: [Int32] = []
            for spelled in columns { names.append(packed.place(ofName: spelled.column.name)) }
            self.names = names
            next = [Int](repeating: 0, count: columns.count)
        }

        /// Writes the fields of the change that was started last, and ends it.
        mutating func add(_ shape: Shape, to packed: inout PackedChanges) {
            packed.startPatch()
            var isFirst = true
            for place in shape.columns where !columns[place].column.isPersonal {
                packed.add(
                    key: columns[place].key, value: columns[place].values, at: next[place], name: names[place],
                    isFirst: isFirst)
                isFirst = false
                next[place] += 1
            }
            switch shape.personal {
            case .none: packed.finishPatch()
            case .erased:
                packed.finishPatch(
                    erased: personal(shape).map {
                        PersonalWriting.Commitment(name: $0.name, hash: Array($0.bytes))
                    })
            case .kept:
                let key = Array(
                    keys[nextKey * PersonalWriting.keyByteCount..<(nextKey + 1) * PersonalWriting.keyByteCount])
                nextKey += 1
                packed.finishPatch(personal: personal(shape).map { ($0.name, $0.bytes) }, key: key)
            }
        }

        private mutating func personal(_ shape: Shape) -> [(name: String, bytes: ArraySlice<UInt8>)] {
            var values: [(name: String, bytes: ArraySlice<UInt8>)] = []
            for place in shape.columns where columns[place].column.isPersonal {
                let texts = columns[place].values
                values.append((columns[place].column.name, texts.bytes[texts.span(next[place]).range]))
                next[place] += 1
            }
            return values
        }
    }
}
