import Bundles
import Device
import FieldRecords
import Foundation
import GRDB
import Testing

@Suite("Personal values of records on a branch that lost its name")
struct ErasedBranchTests {
    private static let names = ["ZHANG-SANFENG-13912345678", "LI-SIGUANG-13800138000"]

    /// A station's device and its copy on another machine, each with a record of its own under one number, and a host that
    /// holds both branches while neither device knows of the other.
    private struct Scene {
        let network: TestNetwork
        let devices: [Device]

        init() throws {
            network = try TestNetwork()
            let station = try network.station("037")
            try network.exchange(station, network.host)
            try network.copyHome("037", to: "copy")
            devices = [station, try Device.open(network.options("copy", notes: "other machine"))]
            for (device, name) in zip(devices, ErasedBranchTests.names) { try device.addIssue([("raised_by", name)]) }
            for device in devices { try network.host.take(try network.bundleForHost(from: device)) }
        }

        /// Exchanges until all that can travel has travelled.
        func settle() throws {
            for _ in 0..<3 {
                for device in devices {
                    try network.host.take(try network.bundleForHost(from: device))
                    for label in try network.host.members().filter({ $0.standing == "waiting" }).map(\.replica) {
                        try network.host.admit(label)
                    }
                    try network.carry(network.host, to: device)
                }
            }
        }

        /// The changes in what a device has put aside, as text.
        func aside(_ home: String) throws -> [String] {
            let chunks = try DatabaseQueue(path: StoreFile(network.path(home)).path).read {
                try Data.fetchAll($0, sql: "SELECT chunk FROM parked WHERE fork > 0")
            }
            return try chunks.map { "\(try Chunk(encoded: [UInt8]($0)).changes)" }
        }
    }

    @Test("stay there until they are issued anew, and nowhere longer; none is lost")
    func issuedAnew() throws {
        let scene = try Scene()
        let host = scene.network.host
        let aside = try scene.aside("host").joined()
        #expect(Self.names.filter { aside.contains($0) }.count == 1, "nobody has issued the lost branch anew yet")
        #expect(try host.numbers().count == 1)
        try scene.settle()
        for (home, device) in [("host", host), ("037", scene.devices[0]), ("copy", scene.devices[1])] {
            let numbers = try device.numbers()
            #expect(Set(try numbers.map { try device.text($0, "raised_by") ?? "" }) == Set(Self.names))
            for name in Self.names { #expect(try !scene.aside(home).joined().contains(name), "\(home)") }
            try expectSound(device)
        }
        #expect(try !scene.aside("host").isEmpty)
    }

    @Test("are in no file any more once those records are erased")
    func erased() throws {
        let scene = try Scene()
        try scene.settle()
        for number in try scene.network.host.numbers() {
            try scene.network.host.eraseRecord(number: number, by: nil)
        }
        try scene.settle()
        // Somebody who comes later, and holds the branch too if others have built upon it.
        let late = try scene.network.member(of: "037", home: "late")
        try scene.network.carry(scene.network.host, to: late)
        for home in ["host", "037", "copy", "late"] {
            let file = StoreFile(scene.network.path(home))
            for name in Self.names {
                #expect(try !file.holds(name) && !file.folderHolds(Array(name.utf8)), "\(name) at \(home)")
            }
        }
        for device in scene.devices + [scene.network.host, late] { try expectSound(device) }
        try expectSame(scene.network.host, scene.devices[0])
        try expectSame(scene.network.host, scene.devices[1])
    }
}
