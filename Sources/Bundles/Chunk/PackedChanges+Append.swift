package import Causality
package import FieldRecords

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

extension PackedChanges {
    /// Changes packed, in their order.
    ///
    /// - Parameters:
    ///   - own: the log's replica.
    ///   - first: the number of the first change.
    package init(_ changes: [Change], own: ReplicaID, first: UInt64) {
        self.init(own: own)
        for (index, change) in changes.enumerated() { append(change, sequence: first + UInt64(index)) }
    }

    /// Adds a change.
    package mutating func append(_ change: Change, sequence: UInt64) {
        var form: Int32 = -1
        if case .begin(_, let reference, _) = change.action { form = place(of: reference) }
        var author = change.author
        // A frontier names its replicas before the record does.
        let frontier = place(of: change.context.others)
        author.withUTF8 { author in
            start(
                PackedHead(
                    kind: change.kind, isSettlement: change.isSettlement, time: change.time, own: change.context.own,
                    frontier: frontier, recordReplica: change.record.map { place(of: $0.replica) } ?? -1,
                    recordNumber: change.record?.number ?? 0, form: form),
                author: author, sequence: sequence)
        }
        if case .unknown(_, let content) = change.action {
            return content.withUnsafeBufferPointer { finish(content: $0) }
        }
        guard let writing = change.writing else { return finish() }
        startPatch()
        for entry in writing.patch.entries { add(entry) }
        switch writing.personal {
        case .kept(let values, let key) where !values.isEmpty:
            finishPatch(
                personal: values.entries.map { entry in
                    var json: [UInt8] = []
                    entry.value.appendJSON(to: &json)
                    return (entry.name, json[...])
                }, key: key)
        case .erased(let commitments) where !commitments.isEmpty: finishPatch(erased: commitments)
        case .kept, .erased, nil: finishPatch()
        }
    }

    /// Adds the changes that follow the last one here.
    ///
    /// - Parameter first: the number of the first of them.
    package mutating func append(contentsOf other: PackedChanges, first: UInt64) {
        for index in 0..<other.count { append(other.change(at: index), sequence: first + UInt64(index)) }
    }

    private mutating func add(_ entry: Patch.Entry) {
        if bytes[bytes.count - 1] != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: entry.name.utf8)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        let start = bytes.count
        entry.value.appendJSON(to: &bytes)
        cells.append(PackedCell(name: place(ofName: entry.name), value: ByteSpan(start, bytes.count)))
    }
}

extension PackedChanges {
    mutating func place(of replica: ReplicaID) -> Int32 {
        // A chunk names a handful.
        if let place = replicas.firstIndex(of: replica) { return Int32(place) }
        replicas.append(replica)
        return Int32(replicas.count - 1)
    }

    mutating func place(ofName name: String) -> Int32 {
        if let place = names.firstIndex(of: name) { return Int32(place) }
        names.append(name)
        return Int32(names.count - 1)
    }

    mutating func place(of form: FormReference) -> Int32 {
        if let place = forms.firstIndex(where: { $0.isSpelled(like: form) }) { return Int32(place) }
        forms.append(form)
        return Int32(forms.count - 1)
    }

    mutating func place(of frontier: [SeenDot]) -> Int32 {
        if frontier.isEmpty { return 0 }
        for dot in frontier { _ = place(of: dot.replica) }
        if let place = frontiers.lastIndex(of: frontier) { return Int32(place) }
        frontiers.append(frontier)
        return Int32(frontiers.count - 1)
    }
}

extension FormReference {
    /// Swift's own equality takes two spellings of one letter for one; the chain does not.
    func isSpelled(like other: FormReference) -> Bool {
        name.utf8.elementsEqual(other.name.utf8) && version.utf8.elementsEqual(other.version.utf8)
    }
}

// MARK: The canonical form, part by part

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

extension [UInt8] {
    /// A replica's 32 bytes.
    mutating func appendReplica(_ replica: ReplicaID) {
        replica.withWords { one, two, three, four in
            appendInteger(one)
            appendInteger(two)
            appendInteger(three)
            appendInteger(four)
        }
    }
}
