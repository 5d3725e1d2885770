import Device
import FieldRecords
import Foundation
import Seeds
import Sticks
import Testing

@testable import DeviceTests

@Suite("A stick that is a FAT file system")
struct FATTests {
    /// A district with codes and names that FAT has its difficulties with.
    private static func fill(_ stick: String, _ network: TestNetwork) throws -> [Device] {
        let host = network.host
        var devices: [Device] = []
        for (code, name) in [("CON", "驿站: 甲/乙?"), ("a1", "霍营 \"东\" 驿站."), ("A1", "霍营|西"), ("lpt1", "  ")] {
            let invitation = try host.inviteStation(
                name: name == "  " ? "空" : name, town: "T01", code: code, host: nil)
            devices.append(
                try Device.join(
                    network.options("home-\(devices.count)"), invitation: invitation.document, by: "王芳"))
        }
        var random = SeededRandom(8)
        for device in devices {
            try device.addIssue([("title", "门锁坏了")])
            try network.addPhoto(at: device, bytes: 20_000, random: &random)
        }
        for device in devices + [host] + devices {
            let visit = try device.visitStick(stick, isRehearsal: false, progress: { _ in })
            #expect(visit.problems.isEmpty && visit.mayBePulled, "\(visit.problems.map(\.what.en))")
        }
        try host.addIssue([("title", "区里写的")], place: "CON")
        for device in devices { try device.addIssue([("title", "后来的")]) }
        for device in [host] + devices.dropFirst() {
            _ = try device.visitStick(stick, isRehearsal: false, progress: { _ in })
        }
        return devices
    }

    /// What FAT32 asks of every name and file of a folder, and of those below.
    private static func expectFAT(_ folder: String) throws {
        let manager = FileManager.default
        let names = try manager.contentsOfDirectory(atPath: folder)
        #expect(Set(names.map { $0.lowercased() }).count == names.count, "names that differ by case alone: \(names)")
        for name in names {
            #expect(FATName.safe(name) == name && name.utf16.count <= 255, "\(name)")
            let facts = try manager.attributesOfItem(atPath: "\(folder)/\(name)")
            let type = facts[.type] as? FileAttributeType
            #expect(type == .typeRegular || type == .typeDirectory, "\(name) is \(String(describing: type))")
            if type == .typeDirectory { try expectFAT("\(folder)/\(name)") }
            #expect(facts[.size] as? Int64 ?? 0 <= Stick.fileBytesMax)
        }
    }

    @Test(
        "names and files are such as FAT takes; copied onto a FAT image the file system is clean, and copied back it is taken in",
        .enabled(if: Tools.have, "no dosfstools and mtools"))
    func image() throws {
        let network = try TestNetwork()
        let stick = network.path("stick")
        // A small file system of its own where that may be, as a stick is one.
        let mount = try Mount(stick, options: "tmpfs", "size=16m", "tmpfs")
        let devices = try Self.fill(stick, network)
        try Self.expectFAT(stick)

        let image = network.path("stick.img")
        #expect(try Tools.run("mkfs.vfat", "-C", "-F", "32", "-n", "YILU", image, "40960").code == 0)
        #expect(try Tools.run("mcopy", "-s", "-i", image, stick + "/YILU", "::/").code == 0)
        let check = try Tools.run("fsck.vfat", "-n", image)
        #expect(check.code == 0, "\(check.text)")
        let back = network.path("back")
        try FileManager.default.createDirectory(atPath: back, withIntermediateDirectories: true)
        #expect(try Tools.run("mcopy", "-s", "-i", image, "::/YILU", back).code == 0)
        let same = try Tools.run("diff", "-r", stick + "/YILU", back + "/YILU")
        #expect(same.code == 0, "\(same.text)")

        for device in devices + [network.host] + devices + [network.host] {
            let visit = try device.visitStick(back, isRehearsal: false, progress: { _ in })
            #expect(visit.problems.isEmpty, "\(visit.problems.map(\.what.en))")
        }
        for device in devices { try expectSame(network.host, device) }
        print("FAT: on \(mount == nil ? "a folder" : "a tmpfs of 16 MiB"), and an image by mkfs.vfat: \(check.text)")
    }

    @Test("where the kernel mounts FAT, the same on a mounted image", .enabled(if: Tools.have, "no dosfstools"))
    func mounted() throws {
        let network = try TestNetwork()
        let image = network.path("stick.img")
        #expect(try Tools.run("mkfs.vfat", "-C", "-F", "32", image, "40960").code == 0)
        guard let mount = try Mount(network.path("stick"), options: "vfat", "loop,iocharset=utf8", image) else {
            return print("FAT: this kernel or user mounts no vfat; the image of the other test stands for it")
        }
        let devices = try Self.fill(mount.path, network)
        try Self.expectFAT(mount.path)
        for device in devices + [network.host] + devices {
            _ = try device.visitStick(mount.path, isRehearsal: false, progress: { _ in })
        }
        for device in devices { try expectSame(network.host, device) }
        print("FAT: on a loop mount of vfat too")
    }

    @Test("a real file system that is full or can only be read: what is there stays, and one with room takes the rest")
    func full() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        guard let mount = try Mount(network.path("stick"), options: "tmpfs", "size=1m", "tmpfs") else {
            return print("full: this user mounts no tmpfs; the stick in memory stands for it")
        }
        var random = SeededRandom(9)
        try station.addIssue()
        _ = try station.visitStick(mount.path, isRehearsal: false, progress: { _ in })
        for _ in 0..<3 { try network.addPhoto(at: station, bytes: 300_000, random: &random) }
        let filler = mount.path + "/别的文件"
        try filler.write(random.bytes(700_000))
        let visit = try station.visitStick(mount.path, isRehearsal: false, progress: { _ in })
        #expect(visit.left.reduce(0) { $0 + $1.photos } == 3 && visit.mayBePulled, "\(visit)")
        #expect(try Tools.run("mount", "-o", "remount,ro", mount.path).code == 0)
        let host = try network.host.visitStick(mount.path, isRehearsal: false, progress: { _ in })
        #expect(host.problems.map(\.kind) == [.cannotCreate] && host.takenInAll.records.new == 4, "\(host)")
        #expect(try Tools.run("mount", "-o", "remount,rw", mount.path).code == 0)
        try FileManager.default.removeItem(atPath: filler)
        for device in [network.host, station, network.host, station, network.host, station] {
            _ = try device.visitStick(mount.path, isRehearsal: false, progress: { _ in })
        }
        #expect(try station.status().waitingPhotos == 0 && network.host.status().photosMissing == 0)
        try expectSame(network.host, station)
    }
}
