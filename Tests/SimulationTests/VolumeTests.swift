import Device
import FieldRecords
import Foundation
import Simulation
import Testing

@Suite("A disk that fails", .serialized)
struct VolumeTests {
    /// A station on a volume of its own, beside a host on a sound disk.
    private final class Trial {
        let folder: String
        let volume: Volume
        let host: Device
        var station: Device?

        init(seed: UInt64) throws {
            folder = FileManager.default.temporaryDirectory.path + "/yilu-volume-\(UUID().uuidString)"
            let home = folder + "/station"
            volume = Volume(folder: home, seed: seed)
            host = try Device.createDistrict(
                DeviceOptions(home: folder + "/host", sidecar: folder + "/notes"), name: "昌平区", isOpen: false,
                towns: [TownEntry(code: "T01", name: "霍营")])
            let invitation = try host.inviteStation(name: "站", town: "T01", code: "037", host: nil)
            station = try Device.join(options, invitation: invitation.document, by: "王芳")
            _ = try add("第一条")
        }

        deinit {
            station = nil
            volume.unmount()
            try? FileManager.default.removeItem(atPath: folder)
        }

        var options: DeviceOptions { DeviceOptions(home: folder + "/station", sidecar: folder + "/notes") }

        func add(_ title: String) throws -> String {
            try #require(station).addRecord(
                form: "issue", typed: [("kind", "other"), ("title", title)], files: [], place: nil, by: nil
            ).number
        }

        func restart(losingPower: Bool) throws {
            station = nil
            try volume.restart(losingPower: losingPower)
            station = try Device.open(options)
        }

        func titles() throws -> [String] {
            var titles: [String] = []
            try #require(station).records(
                form: nil, place: nil, where: nil, limit: nil, includeDeleted: true, showPersonal: true
            ) { record in
                for field in record.fields where field.name == "title" { titles.append("\(field.value)") }
            }
            return titles
        }
    }

    /// How many writes one save takes, at least.
    private static func writesOfASave() throws -> Int {
        let trial = try Trial(seed: 0)
        let before = trial.volume.writes
        _ = try trial.add("第二条")
        return trial.volume.writes - before
    }

    @Test("dead at any write of a save keeps all that was acknowledged, and goes on", arguments: [false, true])
    func anyWrite(losingPower: Bool) throws {
        let writes = try Self.writesOfASave()
        #expect(writes > 2)
        for write in 0..<writes {
            let trial = try Trial(seed: UInt64(write))
            trial.volume.fail(.dies(afterWrites: write))
            #expect(throws: DeviceError.self) { _ = try trial.add("第二条") }
            #expect(trial.volume.isDead)
            try trial.restart(losingPower: losingPower)
            // The last write may have reached the disk whole: then the save is there, though nobody heard of it.
            let kept = try trial.titles().count
            #expect(write < writes / 2 ? kept == 1 : (1...2).contains(kept))
            let number = try trial.add("第三条")
            #expect(try trial.titles().count == kept + 1)
            #expect(["037-2", "037-3"].contains(number))
            #expect(try #require(trial.station).check(deep: true).isOK)
        }
    }

    @Test("dead after the sync of a save has the save, though nobody heard of it")
    func afterSync() throws {
        let trial = try Trial(seed: 7)
        trial.volume.fail(.diesAfterSync(0))
        #expect(throws: DeviceError.self) { _ = try trial.add("第二条") }
        try trial.restart(losingPower: true)
        #expect(try trial.titles().count == 2)
        #expect(try trial.add("第三条") == "037-3")
        #expect(try #require(trial.station).check(deep: true).isOK)
    }

    @Test("full refuses a save in words, and takes the next one when there is room")
    func full() throws {
        let trial = try Trial(seed: 7)
        trial.volume.fail(.full)
        let error = #expect(throws: DeviceError.self) {
            // The log of the last transactions has room for some more before it grows.
            for count in 0..<500 { _ = try trial.add("第 \(count) 条") }
        }
        #expect(error?.kind == .inputOutput || error?.kind == .cannotCreate, "\(String(describing: error?.kind))")
        trial.volume.fail(nil)
        let before = try trial.titles().count
        _ = try trial.add("又一条")
        #expect(try trial.titles().count == before + 1)
        #expect(try #require(trial.station).check(deep: true).isOK)
    }
}
