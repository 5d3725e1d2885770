import Device
import Foundation
import Seeds

/// A bundle on its way.
struct Parcel {
    let file: String
    /// Whom it is meant for.
    let receiver: Int
    let sender: Int
    /// Whether something befell it.
    var isSpoilt = false
}

/// How bundles go from device to device as files: on the spot, or on a way that takes weeks.
extension World {
    /// A pair that has something to say to one another.
    func pair() -> (SimulatedDevice, SimulatedDevice)? {
        let working = working
        let one = random.one(of: working)
        let partners = working.filter { $0 !== one && World.mayMeet($0, one) }
        guard !partners.isEmpty else { return nil }
        // The host is who most bundles go to and come from.
        let host = partners.first { $0.place == "host" }
        if let host, random.oneIn(2) { return random.oneIn(2) ? (one, host) : (host, one) }
        return (one, random.one(of: partners))
    }

    static func mayMeet(_ one: SimulatedDevice, _ other: SimulatedDevice) -> Bool {
        one.place == other.place || [one.place, other.place].contains("host")
            || [one.place, other.place].contains("T1")
    }

    /// Writes a bundle for another device.
    ///
    /// - Returns: nil where there is nobody to write to, yet, or the sender died over it.
    func pack(from sender: SimulatedDevice, to receiver: SimulatedDevice) throws -> Parcel? {
        guard let key = try? receiver.witness().identity().key,
            let label = try sender.witness().label(ofKey: key)
        else { return nil }
        let file = freshFile("yilu")
        let outcome = try attempt(at: sender) { _ = try $0.exportBundle(to: label, out: file) }
        guard outcome == .done else {
            if FileManager.default.fileExists(atPath: file) { throw Violation("\(sender.name) left half a bundle") }
            return nil
        }
        return Parcel(file: file, receiver: receiver.index, sender: sender.index)
    }

    /// Hands a bundle in.
    @discardableResult
    func deliver(_ parcel: Parcel, at device: SimulatedDevice) throws -> Outcome {
        device.known = nil
        var summary: ImportSummary?
        let outcome = try attempt(at: device) { summary = try $0.importBundle(file: parcel.file) { _, _ in } }
        device.known = nil
        if let summary {
            tell(
                "\(device.name) takes in \(devices[parcel.sender].name)'s: \(summary.changes.applied) new, "
                    + "\(summary.changes.already) known, \(summary.changes.parked) parked, \(summary.changes.refused) "
                    + "refused, \(summary.problems.count) problems")
        }
        return outcome
    }

    /// A stick is filled somewhere; it arrives when it arrives.
    func send() throws {
        guard let (sender, receiver) = pair(), let parcel = try pack(from: sender, to: receiver) else { return }
        tell("\(sender.name) sends to \(receiver.name)")
        parcels.append(parcel)
    }

    /// A stick arrives: whole, cut, altered, twice, at the wrong place, or never.
    func arrive() throws {
        guard !parcels.isEmpty else { return }
        let place = random.below(parcels.count)
        var parcel = parcels[place]
        guard !random.oneIn(6) else {
            parcels.remove(at: place)
            return tell("a bundle for \(devices[parcel.receiver].name) is lost")
        }
        // Some stay on the stick, and are put in again.
        if !random.oneIn(4) { parcels.remove(at: place) }
        if random.oneIn(6) { parcel = try spoil(parcel) }
        let receiver = random.oneIn(12) ? random.one(of: working) : devices[parcel.receiver]
        guard receiver.fate != .destroyed else { return }
        try deliver(parcel, at: receiver)
    }

    private func spoil(_ parcel: Parcel) throws -> Parcel {
        var spoilt = Parcel(file: freshFile("yilu"), receiver: parcel.receiver, sender: parcel.sender)
        spoilt.isSpoilt = true
        try write(spoil(read(parcel.file)), to: spoilt.file)
        return spoilt
    }

    /// Bytes that were cut off, or of which some bits turned.
    func spoil(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return bytes }
        if random.oneIn(2) { return bytes.dropLast(random.below(bytes.count)) }
        var bytes = bytes
        for _ in 0...random.below(3) { bytes[random.below(bytes.count)] ^= UInt8(1 << random.below(8)) }
        return bytes
    }

    /// Two devices hand each other bundles on the spot; one may be cut off at any byte.
    func swap() throws {
        guard let (one, other) = pair() else { return }
        for (sender, receiver) in [(one, other), (other, one)] {
            guard sender.fate == .works, receiver.fate == .works, let parcel = try pack(from: sender, to: receiver)
            else { continue }
            if random.oneIn(5) {
                let bytes = read(parcel.file)
                try write(Array(bytes.prefix(random.below(bytes.count + 1))), to: parcel.file)
            }
            try deliver(parcel, at: receiver)
        }
    }
}
