import Foundation
import Seeds
import Testing

/// A host and a station whose program is killed (SIGKILL) again and again, and what it had acknowledged before.
struct CrashWorld {
    let scratch: Scratch
    private var random: SeededRandom
    /// How long each deed takes when nobody kills it, in seconds.
    private var seconds: [Deed: Double] = [:]
    private(set) var trials = 0
    /// Deeds that were killed in the middle, and those that had ended before.
    private(set) var killed: [Deed: Int] = [:]
    private(set) var ended: [Deed: Int] = [:]
    /// Records that the program has said to be saved: title -> number, empty where it told none.
    var acknowledged: [String: String] = [:]
    /// The titles of the rows to import next.
    var rows: [String] = []

    /// Founds the district, and does each deed once, undisturbed.
    init(seed: UInt64) async throws {
        scratch = try Scratch()
        random = SeededRandom(seed)
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.exchange(["037"])
        try FileManager.default.createDirectory(atPath: scratch.path("usb"), withIntermediateDirectories: true)
        try await scratch.done("037", "backup", "good.backup")
        for deed in Deed.allCases {
            try await prepare(deed)
            try await finish(deed, at: deed.homes[0])
        }
    }

    /// Kills one deed at one moment, and then does it whole.
    mutating func kill() async throws {
        trials += 1
        let deed = Deed.allCases[trials % Deed.allCases.count]
        let home = random.one(of: deed.homes)
        let share = Double(random.below(1_000)) / 1_000
        try await prepare(deed)
        let outcome = try await attempt(deed, at: home, killedAfter: share * seconds[deed, default: 0])
        if outcome.endedBySignal { killed[deed, default: 0] += 1 } else { ended[deed, default: 0] += 1 }
        #expect(outcome.endedBySignal || outcome.code == 0, "trial \(trials), \(deed): \(outcome.errors)")
        try await checkLeft(by: deed)
        try await finish(deed, at: home)
    }

    /// Does a deed undisturbed, and notes how long it takes.
    private mutating func finish(_ deed: Deed, at home: String) async throws {
        let start = ContinuousClock.now
        var outcome = try await attempt(deed, at: home, killedAfter: nil)
        seconds[deed] = (ContinuousClock.now - start) / .seconds(1)
        if deed.isMaking, outcome.code != 0 {
            // What was killed had come so far that there is a device.
            outcome = try await scratch.yilu(made, ["status"])
        }
        try #require(outcome.code == 0, "after trial \(trials), \(deed) at \(home): \(outcome.errors)")
        try await check(deed)
    }
}
