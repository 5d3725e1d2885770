import Device
import Foundation
import Seeds
import Synchronization

/// What a device takes for chance.
private final class Chance: Sendable {
    private let random: Mutex<SeededRandom>

    init(seed: UInt64) {
        random = Mutex(SeededRandom(seed))
    }

    func bytes(_ count: Int) -> [UInt8] { random.withLock { $0.bytes(count) } }
}

/// A device of the world: the real thing, on a disk, with a clock and chance of the world's making.
final class SimulatedDevice {
    enum Fate: Equatable {
        case works
        case revoked
        /// Its disk is gone.
        case destroyed
    }

    let index: Int
    let name: String
    /// The code of the place it stands at.
    let place: String
    let home: String
    let sidecar: String
    let volume: Volume
    let clock: WorldClock
    private let chance: Chance
    var fate = Fate.works
    /// What it has applied, as its file says; nil after anything that may have changed it.
    var known: Set<Int>?
    /// The files of its backups.
    var backups: [String] = []
    /// An old copy of its folder.
    var snapshot: String?
    /// Whether a copy of its folder is in use elsewhere.
    var isCopied = false
    var forms: [OpenedOnce] = []
    private(set) var device: Device?
    private var openWitness: Witness?

    /// A form that is open on somebody's screen.
    struct OpenedOnce {
        let form: OpenedForm
        let record: Int
        let seen: Set<Int>
    }

    init(index: Int, name: String, place: String, folder: String, sidecar: String, time: WorldTime, seed: UInt64) {
        self.index = index
        self.name = name
        self.place = place
        home = folder + "/" + name
        self.sidecar = sidecar
        volume = Volume(folder: home, seed: seed)
        clock = WorldClock(time)
        chance = Chance(seed: seed &+ 1)
    }

    var options: DeviceOptions {
        let (clock, chance) = (clock, chance)
        return DeviceOptions(
            home: home, sidecar: sidecar,
            environment: Environment(now: { clock.now }, random: { chance.bytes($0) }, variables: [:]))
    }

    /// The device itself. It is opened when it was not.
    func opened() throws -> Device {
        if let device { return device }
        let opened = try Device.open(options)
        device = opened
        return opened
    }

    func start(_ device: Device) { self.device = device }

    func stop() {
        rest()
        known = nil
        forms = []
    }

    /// Closes its files, until somebody needs it again: hundreds of open stores take gigabytes.
    func rest() {
        device = nil
        openWitness = nil
    }

    func witness() throws -> Witness {
        if let openWitness { return openWitness }
        // Nobody reads a file of write-ahead mode that no writer has open.
        if fate == .works { _ = try opened() }
        let witness = try Witness(home: home)
        openWitness = witness
        return witness
    }

    func knowledge() throws -> Set<Int> {
        if let known { return known }
        let applied = try witness().applied()
        known = applied
        return applied
    }
}
