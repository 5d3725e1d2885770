package import Causality
package import FieldRecords

/// Changes of one log as the bytes that their chain covers, with an index of what stands where.
///
/// A log is hashed, stored, merged and sent on by the thousand, and in all of that hardly a value is ever looked at.
/// So the changes of a chunk lie in one array of bytes, each in its canonical form, and nothing is made of them until
/// somebody asks: ``change(at:)``.
package struct PackedChanges: Sendable {
    /// The canonical forms, one after another.
    package internal(set) var bytes: [UInt8] = []
    /// What the chain covers by commitments only: erasure keys, personal values, commitments of erased ones.
    package internal(set) var personalBytes: [UInt8] = []
    package internal(set) var changes: [PackedChange] = []
    package internal(set) var cells: [PackedCell] = []
    package internal(set) var personal: [PackedPersonal] = []
    /// The replicas that records and frontiers name; the log's own is the first.
    package internal(set) var replicas: [ReplicaID]
    var nameTable = NameTable()
    package internal(set) var forms: [FormReference] = []
    /// The first is the empty one.
    package internal(set) var frontiers: [[SeenDot]] = [[]]

    init(own: ReplicaID) {
        replicas = [own]
    }

    package var count: Int { changes.count }

    /// The fields that are set, by the place that cells name them by.
    package var names: [String] { nameTable.names }

    /// The canonical bytes of the changes and of their personal values.
    package var rawBytes: Int { bytes.count + personalBytes.count }

    /// About what they take in memory.
    package var memoryBytes: Int {
        rawBytes + changes.count * MemoryLayout<PackedChange>.stride + cells.count * MemoryLayout<PackedCell>.stride
            + personal.count * MemoryLayout<PackedPersonal>.stride
    }

    /// The name of a change's record; nil for one about none.
    package func record(of change: PackedChange) -> RecordID? {
        guard change.hasRecord else { return nil }
        return RecordID(replica: replicas[Int(change.recordReplica)], number: change.recordNumber)
    }

    /// The canonical bytes of a change and of its personal values.
    func rawBytes(of change: PackedChange) -> Int {
        change.canonical.count + (change.personal < 0 ? 0 : Int(personal[Int(change.personal)].valueBytes))
    }

    /// About what a change takes in a chunk before compression.
    package func bytesAbout(at index: Int) -> Int { rawBytes(of: changes[index]) }

    /// The name of a change's author.
    package func author(of change: PackedChange) -> String {
        String(decoding: bytes[change.author.range], as: UTF8.self)
    }

    /// What a change had seen.
    package func context(of change: PackedChange) -> SeenContext {
        SeenContext(own: change.own, others: frontiers[Int(change.frontier)])
    }

    /// Whether a change sets a photo or another file in an open field.
    package var namesFiles: Bool { changes.contains(where: namesFile) }

    /// Whether this change does.
    package func namesFile(_ change: PackedChange) -> Bool {
        openCells(of: change).contains { bytes[Int($0.value.start)] == UInt8(ascii: "{") }
    }

    /// Whether personal values of a change are still here.
    package func holdsPersonalValues(at index: Int) -> Bool {
        changes[index].personal >= 0 && !personal[Int(changes[index].personal)].isErased
    }

    /// The open fields among the cells of a change.
    package func openCells(of change: PackedChange) -> ArraySlice<PackedCell> {
        cells[change.cells.range].dropLast(
            change.personal < 0 ? 0 : Int(personal[Int(change.personal)].cellCount))
    }

    /// The personal fields among the cells of a change.
    package func personalCells(of change: PackedChange) -> ArraySlice<PackedCell> {
        cells[change.cells.range].suffix(
            change.personal < 0 ? 0 : Int(personal[Int(change.personal)].cellCount))
    }
}

extension PackedChanges {
    /// A change as a value.
    package func change(at index: Int) -> Change {
        let packed = changes[index]
        let action: Change.Action
        switch (packed.kind, record(of: packed)) {
        case (.begin, let record?): action = .begin(record, forms[Int(packed.form)], writing(of: packed))
        case (.edit, let record?): action = .edit(record, writing(of: packed))
        case (.delete, let record?): action = .delete(record)
        case (.undelete, let record?): action = .undelete(record)
        case (.erase, let record?): action = .erase(record)
        case (.unknown(let number), _): action = .unknown(kind: number, content: Array(bytes[packed.content.range]))
        default: action = .mark
        }
        return Change(
            time: packed.time, author: author(of: packed), context: context(of: packed), action: action,
            isSettlement: packed.isSettlement)
    }

    private func writing(of packed: PackedChange) -> Change.Writing {
        let patch = Patch(spelled(openCells(of: packed), in: bytes))
        guard packed.personal >= 0 else { return Change.Writing(patch: patch) }
        let own = personal[Int(packed.personal)]
        let left = personalCells(of: packed)
        if own.isErased {
            let commitments = left.map {
                PersonalWriting.Commitment(name: names[Int($0.name)], hash: Array(personalBytes[$0.value.range]))
            }
            return Change.Writing(patch: patch, personal: .erased(commitments))
        }
        return Change.Writing(
            patch: patch,
            personal: .kept(
                values: Patch(spelled(left, in: personalBytes)), key: Array(personalBytes[own.key.range])))
    }

    private func spelled(_ cells: ArraySlice<PackedCell>, in bytes: [UInt8]) -> [Patch.Entry] {
        cells.map { cell in
            guard let value = try? FieldValue(canonicalJSON: bytes[cell.value.range]) else {
                preconditionFailure("a packed value is canonical JSON")
            }
            return Patch.Entry(name: names[Int(cell.name)], value: value)
        }
    }
}

extension PackedChanges: Hashable {
    /// The canonical forms tell all but how personal values are kept; the tables may be in any order.
    package static func == (one: PackedChanges, other: PackedChanges) -> Bool {
        one.count == other.count && one.bytes == other.bytes && one.personalBytes == other.personalBytes
            && one.personal == other.personal
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        hasher.combine(bytes.count)
        bytes.suffix(64).withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}
