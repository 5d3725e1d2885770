import Causality
import FieldRecords

/// What stands before the fields of a change.
struct PackedHead {
    var kind: ChangeKind
    var isSettlement: Bool
    var time: HybridTime
    var own: UInt64
    var frontier: Int32
    var recordReplica: Int32
    var recordNumber: UInt64
    var form: Int32
}

/// The canonical form, part by part.
extension PackedChanges {
    /// Begins the next change. Follow with ``finish()``, ``finish(content:)``, or ``startPatch()``.
    mutating func start(_ head: PackedHead, author: UnsafeBufferPointer<UInt8>, sequence: UInt64) {
        let start = bytes.count
        bytes.append(head.kind.number)
        bytes.append(head.isSettlement ? 1 : 0)
        bytes.appendInteger(head.time.bits)
        bytes.appendVarint(author.count)
        let authorStart = bytes.count
        bytes.append(contentsOf: author)
        let authorSpan = ByteSpan(authorStart, bytes.count)
        bytes.appendVarint(sequence &- 1 &- head.own)
        let frontier = frontiers[Int(head.frontier)]
        bytes.appendVarint(frontier.count)
        for dot in frontier {
            bytes.appendReplica(dot.replica)
            bytes.appendVarint(dot.sequence)
            bytes.appendInteger(dot.chainPrefix)
        }
        if head.recordReplica >= 0 {
            bytes.appendReplica(replicas[Int(head.recordReplica)])
            bytes.appendVarint(head.recordNumber)
        }
        if head.form >= 0 {
            bytes.appendText(forms[Int(head.form)].name)
            bytes.appendText(forms[Int(head.form)].version)
        }
        changes.append(
            PackedChange(
                kind: head.kind, isSettlement: head.isSettlement, time: head.time, own: head.own,
                frontier: head.frontier, recordReplica: head.recordReplica, recordNumber: head.recordNumber,
                form: head.form, author: authorSpan, canonical: ByteSpan(start, start),
                content: ByteSpan(bytes.count, bytes.count), cells: ByteSpan(cells.count, cells.count)))
    }

    /// Ends a change that sets no fields.
    mutating func finish() {
        let last = changes.count - 1
        changes[last].canonical = ByteSpan(Int(changes[last].canonical.start), bytes.count)
        changes[last].cells = ByteSpan(Int(changes[last].cells.start), cells.count)
    }

    /// Ends a change of a kind that is not known.
    mutating func finish(content: UnsafeBufferPointer<UInt8>) {
        bytes.appendVarint(content.count)
        let start = bytes.count
        bytes.append(contentsOf: content)
        changes[changes.count - 1].content = ByteSpan(start, bytes.count)
        finish()
    }

    /// Leaves room for the length of the patch and opens it.
    mutating func startPatch() {
        bytes.appendInteger(UInt32(0))
        changes[changes.count - 1].content = ByteSpan(bytes.count, bytes.count)
        bytes.append(UInt8(ascii: "{"))
    }

    private mutating func closePatch() {
        bytes.append(UInt8(ascii: "}"))
        let start = Int(changes[changes.count - 1].content.start)
        changes[changes.count - 1].content = ByteSpan(start, bytes.count)
        let length = UInt32(bytes.count - start)
        for index in 0..<4 { bytes[start - 4 + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index)) }
    }

    /// Ends a change without personal fields.
    mutating func finishPatch() {
        closePatch()
        bytes.append(0)
        finish()
    }

    /// Adds a field whose value stands among those of a column.
    mutating func add(key: [UInt8], value: Texts, at index: Int, name: Int32, isFirst: Bool) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: key)
        let start = bytes.count
        value.bytes.withUnsafeBufferPointer {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[value.span(index).range]))
        }
        cells.append(PackedCell(name: name, value: ByteSpan(start, bytes.count)))
    }

    /// Ends a change with its personal fields, ascending by name, their values as canonical JSON.
    mutating func finishPatch(personal values: [(name: String, json: ArraySlice<UInt8>)], key: [UInt8]) {
        precondition(key.count == PersonalWriting.keyByteCount, "an erasure key has 16 bytes")
        closePatch()
        let keyStart = personalBytes.count
        personalBytes.append(contentsOf: key)
        let valuesStart = personalBytes.count
        for (name, json) in values {
            let start = personalBytes.count
            personalBytes.append(contentsOf: json)
            cells.append(PackedCell(name: place(ofName: name), value: ByteSpan(start, personalBytes.count)))
        }
        changes[changes.count - 1].personal = Int32(personal.count)
        personal.append(
            PackedPersonal(
                key: ByteSpan(keyStart, valuesStart), cellCount: Int32(values.count),
                valueBytes: Int32(personalBytes.count - valuesStart)))
        append(PersonalWriting.commitments(to: values, key: key))
    }

    /// Ends a change with what is left of its personal fields.
    mutating func finishPatch(erased commitments: [PersonalWriting.Commitment]) {
        closePatch()
        for commitment in commitments {
            let start = personalBytes.count
            personalBytes.append(contentsOf: commitment.hash)
            cells.append(PackedCell(name: place(ofName: commitment.name), value: ByteSpan(start, personalBytes.count)))
        }
        changes[changes.count - 1].personal = Int32(personal.count)
        personal.append(
            PackedPersonal(
                key: ByteSpan(personalBytes.count, personalBytes.count), cellCount: Int32(commitments.count),
                valueBytes: 0))
        append(commitments)
    }

    private mutating func append(_ commitments: [PersonalWriting.Commitment]) {
        bytes.appendVarint(commitments.count)
        for commitment in commitments {
            bytes.appendText(commitment.name)
            bytes.append(contentsOf: commitment.hash)
        }
        finish()
    }
}
