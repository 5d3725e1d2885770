package import Causality
package import FieldRecords

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
        // Names come in order, so mostly it is the one after the last.
        if let last = cells.last, Int(last.name) + 1 < names.count, names[Int(last.name) + 1] == name {
            return last.name + 1
        }
        return nameTable.place(of: name)
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
