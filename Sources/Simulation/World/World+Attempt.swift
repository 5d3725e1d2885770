import Device
import FieldRecords
import Foundation
import Seeds

/// How an attempt at a device ended.
enum Outcome: Equatable {
    case done
    /// The device refused, in words.
    case refused
    /// The machine died under it, and was started again.
    case died
}

extension World {
    /// Does something at a device, whose machine may die under it.
    ///
    /// - Throws: ``Violation`` where the device fails in a way that no fault explains.
    func attempt(at device: SimulatedDevice, _ body: (Device) throws -> Void) throws -> Outcome {
        var failure: (any Error)?
        do { try body(try device.opened()) } catch { failure = error }
        if device.volume.isDead {
            device.stop()
            let losesPower = random.oneIn(2)
            try device.volume.restart(losingPower: losesPower)
            tell("\(device.name) died and \(losesPower ? "lost power" : "was killed")")
            _ = try device.opened()
            return .died
        }
        guard let failure else { return .done }
        guard let error = failure as? DeviceError else { throw Violation("\(device.name): \(failure)") }
        let isFault = error.what.en.hasPrefix("the store failed") && !error.what.en.contains("disk I/O error")
        guard error.kind != .internalFault, !isFault else { throw Violation("\(device.name): \(error.what.en)") }
        tell("\(device.name) refuses: \(error.what.en)")
        device.known = nil
        return .refused
    }

    /// In a large world a device that is done for now closes its files, unless its disk is about to fail.
    func restIfMany(_ device: SimulatedDevice) {
        guard devices.count > World.openMax, device !== host, !device.volume.hasFault else { return }
        device.rest()
    }

    private static let openMax = 64

    func write(_ bytes: [UInt8], to file: String) throws {
        guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else {
            throw Violation("the world has no room for \(file)")
        }
    }

    func read(_ file: String) -> [UInt8] {
        FileManager.default.contents(atPath: file).map { [UInt8]($0) } ?? []
    }
}
