import Device
import FieldRecords
import Seeds
import Sticks

/// Sticks that go from hand to hand, with the real code of a visit and a medium that fails as sticks do.
extension World {
    /// Somebody puts a stick in somewhere; it may fail, fill up, be pulled out or lose its power at any step.
    func visitStick() throws {
        let stick = random.one(of: sticks)
        let device = random.one(of: working)
        switch random.below(12) {
        case 0: stick.fail(.fails(at: random.below(60), .failed(code: 5)))
        case 1: stick.fail(.fails(at: random.below(60), .full))
        case 2, 3: stick.fail(.lastBeforePowerLoss(random.below(60)))
        default: stick.heal()
        }
        try visit(stick, at: device)
        if stick.isGone {
            stick.restart(random.one(of: MemoryMedium.Survival.allCases), random: &random)
            tell("a stick was pulled out at \(device.name)")
        }
        stick.heal()
    }

    @discardableResult
    func visit(_ stick: MemoryMedium, at device: SimulatedDevice) throws -> StickVisit? {
        device.known = nil
        var visit: StickVisit?
        let outcome = try attempt(at: device) { visit = try $0.visit(stick) }
        device.known = nil
        guard let visit else {
            tell("\(device.name) cannot visit the stick: \(outcome)")
            return nil
        }
        if let fault = visit.problems.first(where: { $0.kind == .internalFault }) {
            throw Violation("\(device.name): \(fault.what.en)")
        }
        let all = visit.takenInAll
        tell(
            "\(device.name) visits a stick: \(all.changes.applied) new, \(all.changes.already) known, "
                + "\(all.changes.parked) parked, \(visit.written.count) written, \(visit.problems.count) problems")
        return visit
    }

    /// What befalls a stick on its way.
    func disturbStick() {
        let number = random.below(sticks.count)
        switch random.below(6) {
        case 0:
            sticks[number] = MemoryMedium()
            tell("a stick is lost")
        case 1:
            if let image = stickImage {
                sticks[number] = MemoryMedium(image)
                tell("a stick is put back as it was some days ago")
            }
        case 2, 3: stickImage = sticks[number].files
        default:
            guard let path = sticks[number].files.keys.sorted().randomElement(using: &random),
                let content = sticks[number].files[path]
            else { return }
            sticks[number].put(spoil(content), at: sticks[number].path(path))
            tell("a file on a stick is spoilt")
        }
    }

    /// Every stick goes to the host and to some others once more.
    func bringInSticks() throws {
        for stick in sticks {
            let others = (0..<4).map { _ in random.one(of: working) }
            for device in others + [host] + others.reversed() {
                try visit(stick, at: device)
                restIfMany(device)
            }
        }
    }
}
