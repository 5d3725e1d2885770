import Device
import FieldRecords
import Seeds

/// What people do at a device.
extension World {
    private static let fields = ["title", "detail", "note", "owner"]

    /// One person does one thing.
    func act(at device: SimulatedDevice) throws {
        time.advance(by: Int64(1 + random.below(600_000)))
        switch random.below(20) {
        case 0...4: try begin(at: device)
        case 5...10: try edit(at: device)
        case 11: try openForm(at: device)
        case 12, 13: try saveOpenedForm(at: device)
        case 14: try delete(at: device)
        case 15: try undelete(at: device)
        case 16...18: try settleConflict(at: device)
        default: try erase(at: device)
        }
    }

    /// Saves, and remembers what was before its author's eyes.
    ///
    /// - Parameters:
    ///   - record: the token of the save that began the record; nil where this one begins it.
    ///   - seen: what the author had seen, where that was not just now.
    ///   - body: saves under the author's name; false where there was nothing to save.
    func save(
        at device: SimulatedDevice, record: Int?, seen: Set<Int>? = nil,
        _ body: (Device, String) throws -> Bool
    ) throws {
        let seen = try seen ?? device.knowledge()
        let token = nextToken
        nextToken += 1
        var isAcknowledged = false
        let outcome = try attempt(at: device) { isAcknowledged = try body($0, Deed.author(token)) }
        // A crash may have come after the disk had it all.
        if outcome == .done, !isAcknowledged { return }
        guard let stored = try device.witness().fields(ofToken: token) else {
            if outcome == .done { throw Violation("save \(token) was acknowledged by \(device.name) and is not there") }
            return
        }
        guard let kind = Deed.Kind(rawValue: stored.kind) else {
            throw Violation("save \(token) has kind \(stored.kind)")
        }
        deeds[token] = Deed(
            token: token, kind: kind, record: record ?? token, fields: stored.fields, seen: seen, device: device.index)
        device.known?.insert(token)
        acknowledged.insert(token)
        tell("\(device.name) saves \(token) (\(kind)) on \(record ?? token)")
    }

    private func begin(at device: SimulatedDevice) throws {
        let values = typed()
        // Who has not heard of the district's own form yet is refused.
        let isOwnForm = formVersion > 0 && random.oneIn(3)
        let photo = !isOwnForm && random.oneIn(12) ? try photoFile() : nil
        try save(at: device, record: nil) { device, author in
            _ = try device.addRecord(
                form: isOwnForm ? World.formName : "issue", typed: (isOwnForm ? [] : [("kind", "other")]) + values,
                files: photo.map { [("photo", $0)] } ?? [], place: nil, by: author)
            return true
        }
    }

    /// A few fields with values: unique ones mostly, now and then one that others write too.
    private func typed() -> [(String, String)] {
        var values: [(String, String)] = []
        for field in World.fields where values.isEmpty || random.oneIn(3) {
            values.append((field, random.oneIn(5) ? random.one(of: ["同样", "照旧"]) : "值 \(random.below(1_000_000))"))
        }
        if random.oneIn(6) { values.append(("raised_by", "小哥 \(random.below(1_000_000))")) }
        return values
    }

    private func photoFile() throws -> String {
        let file = freshFile("png")
        try write([0x89, 0x50, 0x4E, 0x47] + random.bytes(1 + random.below(3_000)), to: file)
        return file
    }

    /// A record that this device shows, with the token that began it.
    private func pick(
        at device: SimulatedDevice, where isMeant: (Witness.Record) -> Bool
    ) throws -> (number: String, record: Int)? {
        let witness = try device.witness()
        let records = try witness.records().filter(isMeant)
        guard !records.isEmpty else { return nil }
        let picked = random.one(of: records.sorted { $0.number < $1.number })
        guard let begun = try witness.beginning(ofRecord: picked.row), deeds[begun] != nil else { return nil }
        return (picked.number, begun)
    }

    private func edit(at device: SimulatedDevice) throws {
        guard let (number, record) = try pick(at: device, where: { !$0.isDeleted }) else {
            return try begin(at: device)
        }
        let values = typed()
        try save(at: device, record: record) { device, author in
            try device.editRecord(number: number, typed: values, files: [], by: author).isChanged
        }
    }

    private func openForm(at device: SimulatedDevice) throws {
        guard let (number, record) = try pick(at: device, where: { !$0.isDeleted }) else { return }
        let seen = try device.knowledge()
        _ = try attempt(at: device) { opened in
            device.forms.append(.init(form: try opened.openForm(number: number), record: record, seen: seen))
        }
    }

    private func saveOpenedForm(at device: SimulatedDevice) throws {
        guard !device.forms.isEmpty else { return try openForm(at: device) }
        let opened = device.forms.remove(at: random.below(device.forms.count))
        let values = typed()
        try save(at: device, record: opened.record, seen: opened.seen) { device, author in
            try device.editRecord(opened.form, typed: values, files: [], by: author).isChanged
        }
    }

    private func delete(at device: SimulatedDevice) throws {
        guard let (number, record) = try pick(at: device, where: { !$0.isDeleted }) else { return }
        try save(at: device, record: record) { device, author in
            try device.deleteRecord(number: number, by: author)
            return true
        }
    }

    private func undelete(at device: SimulatedDevice) throws {
        guard
            let (number, record) = try pick(
                at: device, where: { $0.isDeleted || $0.conflicts.contains("deleted") })
        else { return }
        try save(at: device, record: record) { device, author in
            try device.undeleteRecord(number: number, by: author)
            return true
        }
    }

    private func settleConflict(at device: SimulatedDevice) throws {
        guard let (number, record) = try pick(at: device, where: { !$0.conflicts.isEmpty }) else {
            return try edit(at: device)
        }
        let choice = random.below(1 << 20)
        try save(at: device, record: record) { device, author in
            let conflicts = try device.record(number: number, showPersonal: true).conflicts
            guard !conflicts.isEmpty else { return false }
            let conflict = conflicts[choice % conflicts.count]
            if conflict.field == "deleted" {
                let typed = choice.isMultiple(of: 2) ? "true" : "false"
                return try device.settle(
                    number: number, field: "deleted", typed: typed, keep: nil, by: author
                ).isChanged
            }
            // An erased record keeps no personal value to choose.
            let keep = conflict.values[(choice >> 4) % conflict.values.count].dot
            return try device.settle(
                number: number, field: conflict.field, typed: choice.isMultiple(of: 3) ? "裁定 \(choice)" : nil,
                keep: choice.isMultiple(of: 3) ? nil : keep, by: author
            ).isChanged
        }
    }

    private func erase(at device: SimulatedDevice) throws {
        guard random.oneIn(2), let (number, record) = try pick(at: device, where: { !$0.isDeleted }) else { return }
        try save(at: device, record: record) { device, author in
            guard try !device.record(number: number, showPersonal: false).isErased else { return false }
            try device.eraseRecord(number: number, by: author)
            return true
        }
    }
}
