import Causality
import FieldRecords

/// The frontiers that the contexts of a chunk consist of, each once.
enum FrontierTable {
    /// The number of frontiers, their lengths, then of all dots the replicas, the numbers and the chain prefixes.
    static func append(
        _ frontiers: [[SeenDot]], number: (ReplicaID) -> Int64, to bytes: inout [UInt8]
    ) {
        bytes.appendVarint(frontiers.count)
        IntegerColumn.append(frontiers.map { Int64($0.count) }, to: &bytes)
        let dots = frontiers.flatMap(\.self)
        IntegerColumn.append(dots.map { number($0.replica) }, to: &bytes)
        IntegerColumn.append(dots.map { Int64(bitPattern: $0.sequence) }, to: &bytes)
        for dot in dots { bytes.appendInteger(dot.chainPrefix) }
    }

    static func read(
        countMax: Int, replicas: ReplicaTable, from cursor: inout ByteCursor
    ) throws(BundlesError) -> [[SeenDot]] {
        let lengths = try IntegerColumn.read(try cursor.count(max: countMax), from: &cursor)
        var total = 0
        for length in lengths {
            guard length >= 0, length <= SeenContext.othersMax else { throw cursor.malformed }
            total += Int(length)
        }
        // Each dot has eight bytes of its own, so that their number is bounded by the bytes.
        guard total <= cursor.left / 8 else { throw cursor.malformed }
        let numbers = try IntegerColumn.read(total, from: &cursor)
        let sequences = try IntegerColumn.read(total, from: &cursor)
        var next = 0
        var frontiers: [[SeenDot]] = []
        for length in lengths {
            var dots: [SeenDot] = []
            for index in next..<next + Int(length) {
                guard let replica = replicas.replica(numbers[index]), dots.last.map({ $0.replica < replica }) ?? true
                else { throw cursor.malformed }
                dots.append(
                    SeenDot(
                        replica: replica, sequence: UInt64(bitPattern: sequences[index]),
                        chainPrefix: try cursor.integer(UInt64.self)))
            }
            next += Int(length)
            frontiers.append(dots)
        }
        return frontiers
    }
}
