import Device
import Foundation
import Seeds

/// What goes wrong.
extension World {
    func accident() throws {
        let device = random.one(of: working)
        // It strikes a device at work: what rests has no files open that could fail.
        _ = try device.opened()
        switch random.below(16) {
        case 0...2:
            device.volume.fail(.dies(afterWrites: random.below(60)))
            tell("\(device.name) will die at a write")
        case 3:
            device.volume.fail(.diesAfterSync(random.below(4)))
            tell("\(device.name) will die after a sync")
        case 4:
            device.volume.fail(.full)
            tell("\(device.name)'s disk is full")
        case 5: device.volume.fail(nil)
        case 6, 7: tell("\(device.name)'s clock \(device.clock.disturb(&random))")
        case 8: try backUp(device)
        case 9: try restore(device)
        case 10: try copy(device, toOtherMachine: false)
        case 11: if random.oneIn(3) { try copy(device, toOtherMachine: true) }
        case 12: try keepSnapshot(of: device)
        case 13: try putBack(device)
        case 14: try publishForm()
        default: if random.oneIn(3) { try revoke() }
        }
    }

    /// The district adds a form, or a new version of it.
    private func publishForm() throws {
        let version = formVersion + 1
        guard try attempt(at: host, { _ = try $0.addForm(csv: World.form(version: version)) }) == .done else { return }
        formVersion = version
        tell("the host publishes \(World.formName) \(version)")
    }

    private func backUp(_ device: SimulatedDevice) throws {
        let file = freshFile("backup")
        let outcome = try attempt(at: device) { try $0.backup(to: file, passphrase: nil) }
        if outcome == .done { device.backups.append(file) }
        tell("\(device.name) is backed up: \(outcome)")
    }

    /// A disk dies, and what the last backup has goes on in its place.
    private func restore(_ device: SimulatedDevice) throws {
        guard let backup = device.backups.last else { return }
        device.volume.fail(nil)
        let gone = try device.witness().held()
        device.stop()
        device.volume.unmount()
        device.fate = .destroyed
        let heir = place("restored", at: device.place)
        if device.place == "host" { hostWasRestored = true }
        heir.start(try Device.restore(heir.options, file: backup, passphrase: nil))
        // A backup is good for one succession.
        device.backups.removeAll()
        for other in devices { other.backups.removeAll { $0 == backup } }
        try forget(gone)
        tell("\(device.name) is lost and goes on as \(heir.name)")
    }

    /// Notes which of the saves of a dead disk nobody else has.
    private func forget(_ gone: Set<Int>) throws {
        var left = gone
        // What only a revoked device has never comes home.
        for other in working { left.subtract(try other.witness().held()) }
        lost.formUnion(left)
        if !left.isEmpty { tell("nobody else has \(left.sorted())") }
    }

    /// Somebody copies a device's folder, to have it.
    private func keepSnapshot(of device: SimulatedDevice) throws {
        device.volume.fail(nil)
        device.stop()
        let folder = freshFile("snapshot")
        try FileManager.default.copyItem(atPath: device.home, toPath: folder)
        device.snapshot = folder
        _ = try device.opened()
    }

    /// Somebody puts an old copy of a device's folder back, with the notes beside it or without.
    private func putBack(_ device: SimulatedDevice) throws {
        guard let snapshot = device.snapshot, device.place != "host", !device.isCopied, !hasForked else { return }
        device.snapshot = nil
        device.volume.fail(nil)
        let before = try device.witness().held()
        device.stop()
        try FileManager.default.removeItem(atPath: device.home)
        try FileManager.default.copyItem(atPath: snapshot, toPath: device.home)
        let losesNotes = random.oneIn(2)
        if losesNotes {
            try FileManager.default.removeItem(atPath: device.sidecar)
            hasForked = true
            device.isCopied = true
        }
        _ = try device.opened()
        try forget(before)
        tell("\(device.name) is put back to an old copy\(losesNotes ? ", and its notes are gone" : "")")
    }

    /// Somebody copies a device's folder and uses both.
    private func copy(_ device: SimulatedDevice, toOtherMachine: Bool) throws {
        // Each is tried once a world at most: what it does to the naive record is told only as a whole.
        guard device.place != "host", !toOtherMachine || !hasForked else { return }
        device.volume.fail(nil)
        device.stop()
        let clone = place("copy", at: device.place, sharingNotesOf: toOtherMachine ? nil : device)
        try FileManager.default.copyItem(atPath: device.home, toPath: clone.home)
        device.isCopied = true
        clone.isCopied = true
        if toOtherMachine { hasForked = true }
        _ = try device.opened()
        _ = try clone.opened()
        tell("\(device.name) is copied to \(clone.name)\(toOtherMachine ? " on another machine" : "")")
    }

    /// The host revokes a device that was stolen.
    private func revoke() throws {
        let host = host
        let candidates = working.filter { device in
            device.place != "host" && devices.filter { $0.place == device.place }.count > 1
                && !device.isCopied && !device.name.hasSuffix("restored")
        }
        guard !hasForked, let device = candidates.randomElement(using: &random),
            let label = try host.witness().label(ofKey: device.witness().identity().key)
        else { return }
        _ = try attempt(at: host) { try $0.revoke(label) }
        // A host that died over it may have done it all the same.
        guard try host.witness().label(ofKey: device.witness().identity().key) == nil else { return }
        device.fate = .revoked
        let held = try host.witness().held()
        cutOff.formUnion(
            deeds.values.filter { $0.device == device.index && !held.contains($0.token) }.map(\.token))
        tell("\(device.name) is revoked")
    }
}
