import Device

/// What must hold, at any moment and in the end.
extension World {
    /// A device's records against the naive model of all that it has applied.
    func check(_ device: SimulatedDevice) throws {
        let witness = try device.witness()
        let changes = try witness.changes()
        try checkVoids(changes, at: device)
        let counting = changes.filter { $0.isApplied && $0.void == nil && $0.token != nil }
        var deedsByRecord: [Int: [Deed]] = [:]
        var times: [Int: UInt64] = [:]
        var beginnings: [Int64: Int] = [:]
        for change in counting {
            guard let token = change.token, let row = change.record else { continue }
            guard let deed = deeds[token] else {
                throw Violation("\(device.name) holds save \(token), which nobody made")
            }
            guard times.updateValue(change.time, forKey: token) == nil else {
                throw Violation("\(device.name) counts save \(token) twice")
            }
            deedsByRecord[deed.record, default: []].append(deed)
            if deed.kind == .begin { beginnings[row] = token }
        }
        let saves = try witness.saves()
        for record in try witness.records() {
            guard let begun = beginnings[record.row] else {
                throw Violation("\(device.name) shows \(record.number), which nobody began")
            }
            if let other = saves[record.row]?.first(where: { deeds[$0]?.record != begun }) {
                throw Violation("\(device.name) counts save \(other) on \(record.number), which it did not mean")
            }
            let made = deedsByRecord[begun] ?? []
            // What one name said twice is issued anew, and who built on its first issue has not seen the second: what
            // becomes of that is told below, as a whole.
            if hasForked, made.contains(where: { devices[$0.device].isCopied }) { continue }
            try check(record, against: NaiveRecord(made), times: times, at: device)
        }
    }

    /// Only what a revoked device wrote beyond its cut counts for nothing.
    private func checkVoids(_ changes: [Witness.Change], at device: SimulatedDevice) throws {
        for change in changes where change.isApplied {
            guard let void = change.void, let token = change.token else { continue }
            guard cutOff.contains(token) || hasForked else {
                throw Violation("\(device.name) counts save \(token) for nothing: \(void)")
            }
        }
    }

    private func check(
        _ record: Witness.Record, against naive: NaiveRecord, times: [Int: UInt64], at device: SimulatedDevice
    ) throws {
        func fault(_ what: String) -> Violation { Violation("\(device.name), \(record.number): \(what)") }
        guard record.isDeleted == naive.isDeleted else {
            throw fault("deleted is \(record.isDeleted), should be \(naive.isDeleted)")
        }
        let personal: Set<String> = naive.isErased ? ["raised_by"] : []
        guard record.conflicts.subtracting(personal) == naive.conflicts.subtracting(personal) else {
            throw fault("in conflict are \(record.conflicts.sorted()), should be \(naive.conflicts.sorted())")
        }
        for field in naive.fields.subtracting(personal) {
            let standing = naive.standing(field)
            let latest = standing.map { times[$0.token] ?? 0 }.max()
            let possible = standing.filter { times[$0.token] ?? 0 == latest }.compactMap { $0.fields[field] }
            let shown = record.fields[field] ?? "null"
            guard possible.contains(shown) else { throw fault("\(field) shows \(shown), should be \(possible)") }
        }
        if naive.isErased, let value = record.fields["raised_by"] { throw fault("erased, and shows \(value)") }
    }

    /// What receipts say is so.
    func checkReceipts(of device: SimulatedDevice) throws {
        let witness = try device.witness()
        let givers = try Dictionary(
            grouping: working.filter { !$0.isCopied && World.mayMeet($0, device) },
            by: { try $0.witness().identity().key })
        for receipt in try witness.receipts() {
            for giver in givers[receipt.giver] ?? [] {
                let held = try giver.witness().chain(
                    log: receipt.log, place: receipt.place, notices: receipt.notices, sequence: receipt.sequence)
                let isForked = try hasForked || giver.witness().knowsFork()
                guard held == receipt.chain || isForked || receipt.sequence == 0 else {
                    throw Violation(
                        "\(device.name) has a receipt of \(giver.name) for \(receipt.log.prefix(8)):\(receipt.sequence), "
                            + "which it does not hold")
                }
            }
        }
        let waiting = try device.opened().status()
        guard device.place != "host", waiting.waitingChanges == 0, !hostWasRestored else { return }
        // A fork that the host has found since its receipt puts a branch aside there, and loses nothing of it.
        let atHost = try host.witness()
        let missing = try device.knowledge().subtracting(atHost.held().union(atHost.heldAside()))
        guard missing.isEmpty else {
            throw Violation("\(device.name) says that the host has all, and it lacks \(missing.sorted())")
        }
    }

    /// No number of a log was ever given to two changes, but by two machines under one name.
    func checkNumbers() throws {
        var chains: [String: Int64] = [:]
        for device in devices where device.fate != .destroyed {
            for change in try device.witness().changes() {
                let name = "\(change.replica) \(change.place) \(change.sequence)"
                guard let known = chains.updateValue(change.chain, forKey: name) else { continue }
                guard known == change.chain || hasForked else {
                    throw Violation("\(change.replica.prefix(8)):\(change.sequence) was given twice")
                }
            }
        }
    }
}
