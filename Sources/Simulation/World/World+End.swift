import Device
import FieldRecords
import Seeds

/// The end: faults cease, roads open, and all must come to the same.
extension World {
    /// Lets everybody exchange until nobody has anything new.
    func heal() throws {
        for device in working {
            device.volume.fail(nil)
            device.known = nil
        }
        for parcel in parcels where devices[parcel.receiver].fate == .works {
            try deliver(parcel, at: devices[parcel.receiver])
        }
        parcels.removeAll()
        try bringInSticks()
        var before: [[String: String]] = []
        for round in 1...12 {
            try exchangeWithHost()
            let states = try working.map { device in
                defer { restIfMany(device) }
                return try device.opened().status()
            }
            let now = states.map { state in
                // A photo that came in this round may have to go on to others in the next; and who went on under a new
                // name, because another speaks by the old one, is met and given what the other had only then.
                Dictionary(uniqueKeysWithValues: state.digests.map { ($0.place, $0.digest) })
                    .merging(["photos": "\(state.photosHeld)", "replica": state.replica]) { $1 }
            }
            tell("round \(round)")
            if now == before, states.allSatisfy({ $0.waitingChanges == 0 && $0.stopped.isEmpty }) { return }
            before = now
        }
        throw Violation("twelve rounds of exchange did not settle the world")
    }

    private func exchangeWithHost() throws {
        let host = host
        for device in working where device !== host {
            if random.oneIn(2) {
                try callSoundly(from: device, to: host)
                try admitAll()
                restIfMany(device)
                continue
            }
            let file = freshFile("yilu")
            _ = try device.opened().exportBundle(to: "host", out: file)
            try deliverSoundly(Parcel(file: file, receiver: host.index, sender: device.index))
            try admitAll()
            guard let parcel = try pack(from: host, to: device) else {
                throw Violation("the host does not know \(device.name)")
            }
            try deliverSoundly(parcel)
            restIfMany(device)
        }
    }

    private func admitAll() throws {
        for label in try host.witness().waiting() {
            guard (try? host.opened().admit(label)) != nil else { continue }
            tell("the host admits \(label)")
        }
    }

    /// A bundle that nothing befell is taken in without complaint.
    private func deliverSoundly(_ parcel: Parcel) throws {
        let device = devices[parcel.receiver]
        let summary = try device.opened().importBundle(file: parcel.file) { _, _ in }
        device.known = nil
        tell("\(device.name) takes in \(devices[parcel.sender].name)'s: \(summary.changes)")
        // After a copy the host may send records ahead of the notices that tell of their place; they come again.
        let problems = summary.problems.filter { !hasForked || $0.kind != .tryAgain }.map(\.what.en)
        guard problems.isEmpty else {
            throw Violation("\(device.name) refuses what \(devices[parcel.sender].name) sent: \(problems)")
        }
    }

    /// Everything is everywhere it may be, and the same.
    func checkEnd() throws {
        var digests: [String: (digest: String, device: String)] = [:]
        // What only a lost or a revoked device had never comes home.
        let photosHeld = try working.reduce(into: Set<String>()) { $0.formUnion(try $1.witness().photos(held: true)) }
        for device in working {
            let status = try device.opened().status()
            for entry in status.digests {
                guard let known = digests[entry.place] else {
                    digests[entry.place] = (entry.digest, device.name)
                    continue
                }
                guard known.digest == entry.digest else {
                    throw Violation("\(known.device) and \(device.name) differ at \(entry.place)")
                }
            }
            guard status.missing.isEmpty, status.stopped.isEmpty else {
                throw Violation("\(device.name) still waits: \(status.missing) \(status.stopped)")
            }
            let photos = try device.witness().photos(held: false).intersection(photosHeld)
            guard photos.isEmpty else { throw Violation("\(device.name) lacks photos: \(photos.sorted())") }
            guard status.waitingChanges == 0 else {
                throw Violation("\(device.name) believes that \(status.waitingChanges) changes still wait")
            }
            let check = try device.opened().check(deep: true)
            guard check.isOK else { throw Violation("\(device.name): \(check.problems.map(\.what.en))") }
            try self.check(device)
            try checkReceipts(of: device)
            restIfMany(device)
        }
        try checkNumbers()
        try checkNothingIsGone()
    }

    /// Every save that was acknowledged is at the host and at each device of its place, and counts.
    private func checkNothingIsGone() throws {
        for device in working {
            let changes = try device.witness().changes()
            let counting = Set(changes.filter { $0.isApplied && $0.void == nil }.compactMap(\.token))
            let gone = acknowledged.subtracting(counting).subtracting(lost).subtracting(cutOff)
                .filter { token in
                    guard let deed = deeds[token] else { return false }
                    return device.place == "host" || devices[deed.device].place == device.place
                }
            guard gone.isEmpty else { throw Violation("\(device.name) lacks \(gone.sorted())") }
        }
    }
}
