import Causality
import FieldRecords

extension Chunk {
    /// The bytes of the chunk, coded by columns, not deflated: frames are. The same chunk has the same bytes always.
    ///
    /// Source: the format is our own, see BundleFormat in this module's documentation.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 + packed.bytes.count / 2)
        bytes.appendPlace(log.place)
        bytes.appendReplica(log.replica)
        bytes.appendVarint(first)
        bytes.appendVarint(count)
        previous.append(to: &bytes)
        bytes.append(contentsOf: signature)

        let numbers = appendReplicas(to: &bytes)
        appendKinds(to: &bytes)
        TimeColumn.append(packed.changes.map(\.time), to: &bytes)
        TextColumn.append(Texts(packed.bytes, pieces: packed.changes.map(\.author)), to: &bytes)
        appendContexts(numbers, to: &bytes)
        RecordColumn.append(packed.changes, numbers: numbers.byPlace, to: &bytes)
        let forms = packed.changes.filter { $0.form >= 0 }.map { packed.forms[Int($0.form)] }
        TextColumn.append(forms.map(\.name), to: &bytes)
        TextColumn.append(forms.map(\.version), to: &bytes)
        WritingColumns(packed).append(to: &bytes)
        appendUnknown(to: &bytes)
        return bytes
    }

    /// The replicas that are named, the log's own left out, in the order of first appearance.
    ///
    /// - Returns: the number of each in the encoding.
    private func appendReplicas(to bytes: inout [UInt8]) -> ReplicaNumbers {
        var numbers = ReplicaNumbers(packed)
        for change in packed.changes {
            if change.frontier > 0 {
                for dot in packed.frontiers[Int(change.frontier)] { numbers.add(dot.replica) }
            }
            if change.hasRecord { numbers.add(place: Int(change.recordReplica)) }
        }
        bytes.appendVarint(numbers.others.count)
        for replica in numbers.others { bytes.appendReplica(replica) }
        return numbers
    }

    /// What nobody here understands, change by change. Nothing where all is understood.
    private func appendUnknown(to bytes: inout [UInt8]) {
        for change in packed.changes {
            guard case .unknown = change.kind else { continue }
            bytes.appendVarint(change.content.count)
            bytes.append(contentsOf: packed.bytes[change.content.range])
        }
    }

    /// The kinds that occur, settlement in the top bit, and for each change which one it is.
    private func appendKinds(to bytes: inout [UInt8]) {
        let (distinct, indices) = Distinct.list(packed.changes.map { $0.kind.number | ($0.isSettlement ? 0x80 : 0) })
        bytes.appendVarint(distinct.count)
        bytes.append(contentsOf: distinct)
        IntegerColumn.append(indices, to: &bytes)
    }

    /// How far behind each change its author's view of the log was, then the frontiers that occur and which is whose.
    private func appendContexts(_ numbers: ReplicaNumbers, to bytes: inout [UInt8]) {
        var lags: [Int64] = []
        lags.reserveCapacity(count)
        for (index, change) in packed.changes.enumerated() {
            lags.append(Int64(bitPattern: first &+ UInt64(index) &- 1 &- change.own))
        }
        IntegerColumn.append(lags, to: &bytes)
        let (distinct, indices) = Distinct.list(packed.changes.map(\.frontier))
        FrontierTable.append(
            distinct.map { packed.frontiers[Int($0)] }, number: { numbers.number(of: $0) }, to: &bytes)
        IntegerColumn.append(indices, to: &bytes)
    }
}

/// The numbers that the replicas of packed changes get in an encoding: 0 for the log's own, the others in the order of
/// first appearance.
private struct ReplicaNumbers {
    private(set) var others: [ReplicaID] = []
    /// For each place among the packed replicas; -1 for those that nothing names.
    private(set) var byPlace: [Int64]
    private let places: [ReplicaID: Int]

    init(_ packed: PackedChanges) {
        byPlace = [Int64](repeating: -1, count: packed.replicas.count)
        byPlace[0] = 0
        places = Dictionary(packed.replicas.enumerated().map { ($1, $0) }) { first, _ in first }
        replicas = packed.replicas
    }

    private let replicas: [ReplicaID]

    mutating func add(place: Int) {
        // One that stands twice goes by its first place.
        let known = places[replicas[place]] ?? place
        if byPlace[known] < 0 {
            others.append(replicas[known])
            byPlace[known] = Int64(others.count)
        }
        byPlace[place] = byPlace[known]
    }

    mutating func add(_ replica: ReplicaID) {
        if let place = places[replica] { add(place: place) }
    }

    /// - Precondition: the replica was added.
    func number(of replica: ReplicaID) -> Int64 {
        guard let place = places[replica] else { preconditionFailure("a chunk lists the replicas it names") }
        return byPlace[place]
    }
}
