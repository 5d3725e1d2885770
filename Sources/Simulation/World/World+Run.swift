import Seeds

/// What a world came to.
package struct Report: Sendable {
    package let seed: UInt64
    /// Nil where all held.
    package let violation: String?
    package let devices: Int
    package let saves: Int
    /// Lines of the trace, and a hash over them: equal for equal seeds.
    package let events: Int
    package let traceHash: UInt64
}

extension World {
    /// Lives through all days, lets the faults cease, and checks.
    package static func run(
        seed: UInt64, size: WorldSize = WorldSize(), folder: String, isTelling: Bool = false, keepsFiles: Bool = false
    ) throws -> Report {
        let world = try World(seed: seed, size: size, folder: folder, isTelling: isTelling, keepsFiles: keepsFiles)
        var violation: String?
        // An error that nobody foresaw is a finding like any other, and names its seed.
        do { try world.live() } catch { violation = "\(error)" }
        return Report(
            seed: seed, violation: violation, devices: world.devices.count, saves: world.acknowledged.count,
            events: world.trace.count, traceHash: world.trace.hash)
    }

    private func live() throws {
        for day in 1...max(1, size.days) {
            tell("day \(day)")
            try liveADay()
            for device in devices { restIfMany(device) }
            time.advance(by: WorldTime.day / 2)
        }
        try heal()
        try checkEnd()
    }

    private func liveADay() throws {
        for _ in 0..<(size.stations * 4) {
            switch random.below(20) {
            case 0...7: try act(at: random.one(of: working))
            case 8, 9: try send()
            case 10, 11: try arrive()
            case 12, 13: try swap()
            case 14: try accident()
            case 15, 16: try call()
            case 17: try visitStick()
            case 18:
                try visitStick()
                if random.oneIn(3) { disturbStick() }
            default: try inspect()
            }
        }
    }

    /// Somebody looks, in the middle of it all.
    private func inspect() throws {
        let device = random.one(of: working)
        try check(device)
        guard !device.volume.isDead else { return }
        try checkReceipts(of: device)
    }
}
