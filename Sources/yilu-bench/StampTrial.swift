import Device

/// What stamps take in bundles: the same changes encoded and deflated with their stamps and without.
///
/// Writers of one place save twenty times a week, at times of their own, and once a week everything goes to the host
/// and back. A stamp is a change's dot and context; with it go the merge markers, which are there for contexts only.
/// What the hybrid time takes is counted apart: any log of changes has that.
struct StampTrial {
    private static let weeks = 8
    private static let savesAWeek = 20

    /// Bytes a change that a person made, over all logs in which every writer sees the others.
    let stampBytes: Double
    let timeBytes: Double

    /// A station of so many devices.
    init(writers: Int, folder: String) throws {
        let world = try StampWorld(folder: folder, isOpen: false)
        var devices = [try world.network.station("001")]
        for index in 1..<writers { devices.append(try world.network.member(of: "001", home: "001-\(index)")) }
        for _ in 0..<Self.weeks {
            try world.write(Self.savesAWeek, at: devices)
            try world.exchange(devices, back: devices)
        }
        let sizes = try world.sizes(of: devices)
        stampBytes = sizes.stampBytes / sizes.changes
        timeBytes = sizes.timeBytes / sizes.changes
    }

    /// An open network of so many devices, of which `sampled` take in the others' changes every week and are looked at;
    /// that all did would take hours. The host notes something every week, and what its stamps take is shared by all.
    init(openNetworkOf writers: Int, sampled: Int, folder: String) throws {
        let world = try StampWorld(folder: folder, isOpen: true)
        let devices = try (0..<writers).map { try world.network.member(of: nil, home: "m\($0)") }
        let seeing = Array(devices.prefix(sampled))
        let weeks = 3
        for _ in 0..<weeks {
            try world.write(Self.savesAWeek, at: devices)
            try world.exchange(devices, back: [])
            try world.write(1, at: [world.network.host])
            try world.exchange([], back: seeing)
        }
        let sizes = try world.sizes(of: seeing)
        let host = try world.sizes(of: [world.network.host])
        let share = host.stampBytes / Double(writers * weeks * Self.savesAWeek)
        stampBytes = sizes.stampBytes / sizes.changes + share
        timeBytes = sizes.timeBytes / sizes.changes
    }
}

extension StampTrial {
    static func figures(ofThree: StampTrial, open: StampTrial, writers: Int) -> [Figure] {
        [("at a place of 3 writers", ofThree, 2.0), ("in an open network of \(writers)", open, 4.0)].flatMap {
            place, trial, goal in
            [
                Figure(
                    name: "stamp bytes a change \(place)", ours: "\(rounded(trial.stampBytes)) bytes",
                    value: trial.stampBytes, goal: .atMost(goal)),
                Figure(
                    name: "time bytes a change \(place)", ours: "\(rounded(trial.timeBytes)) bytes",
                    value: trial.timeBytes, goal: .none),
            ]
        }
    }
}
