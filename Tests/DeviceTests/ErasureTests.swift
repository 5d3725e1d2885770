import Device
import FieldRecords
import Testing

/// Values of a personal field that stand nowhere else.
private let names = ["ZHANG-SANFENG-13912345678", "LI-SIGUANG-13800138000", "WANG-WUYI-15012345678"]

@Suite("Erasure of personal values")
struct ErasureTests {
    /// Two devices of a station and the host, with a record in which all of ``names`` stood at some time.
    private struct Scene {
        let network: TestNetwork
        let first: Device
        let second: Device
        let number: String

        init() throws {
            network = try TestNetwork()
            first = try network.station("037")
            second = try network.member(of: "037", home: "037b")
            try network.carry(network.host, to: first)
            number = try first.addIssue([("raised_by", names[0]), ("note", "留下的")])
            try first.edit(number, "raised_by", names[1])
            try network.exchange(first, network.host)
            try network.exchange(first, second)
        }

        func everywhere(_ text: String) throws -> [String] {
            try ["host", "037", "037b"].filter { home in
                let file = StoreFile(network.path(home))
                try file.checkpoint()
                return try file.holds(text)
            }
        }
    }

    @Test("removes them from every device's file, and every chain still verifies")
    func everyFile() throws {
        let scene = try Scene()
        #expect(try scene.everywhere(names[0]) == ["host", "037", "037b"])
        #expect(try scene.everywhere(names[1]) == ["host", "037", "037b"])
        // Somebody edits apart from the erasure: that value goes as well.
        try scene.second.edit(scene.number, "raised_by", names[2])
        try scene.first.eraseRecord(number: scene.number, by: "站长")
        #expect(try scene.everywhere(names[0]) == ["host", "037b"])
        try scene.network.exchange(scene.first, scene.second)
        try scene.network.exchange(scene.first, scene.network.host)
        try scene.network.exchange(scene.second, scene.network.host)
        for name in names { #expect(try scene.everywhere(name).isEmpty, "\(name)") }
        for device in [scene.first, scene.second, scene.network.host] {
            try expectSound(device)
            let view = try device.record(number: scene.number, showPersonal: true)
            #expect(view.isErased)
            #expect(!view.fields.contains { $0.name == "raised_by" })
            #expect(try device.text(scene.number, "note") == "留下的")
            let history = try device.history(number: scene.number)
            #expect(history.filter { $0.kind == "erase" }.map(\.by) == ["站长"])
            #expect(history.filter { $0.erasedFields == ["raised_by"] }.count == 3)
        }
        try expectSame(scene.network.host, scene.first)
        try expectSame(scene.first, scene.second)
    }

    @Test("is final: nobody writes them there again, and bundles made after do not carry them")
    func final() throws {
        let scene = try Scene()
        try scene.first.eraseRecord(number: scene.number, by: nil)
        expectFailure(.notPermitted) { try scene.first.edit(scene.number, "raised_by", names[2]) }
        try scene.first.edit(scene.number, "note", "仍可改")
        // A device that never saw the values, and takes in what was written while they stood.
        let late = try scene.network.member(of: "037", home: "late")
        try scene.network.carry(scene.network.host, to: scene.first)
        try scene.network.carry(scene.first, to: late)
        let file = StoreFile(scene.network.path("late"))
        try file.checkpoint()
        for name in names where name != names[2] { #expect(try !file.holds(name), "\(name)") }
        #expect(try late.record(number: scene.number, showPersonal: true).isErased)
        #expect(try late.text(scene.number, "note") == "仍可改")
        try expectSound(late)
        try expectSame(scene.first, late)
    }

    @Test("holds against an old bundle that still carries the values")
    func oldBundle() throws {
        let scene = try Scene()
        let old = try scene.network.bundleForHost(from: scene.second)
        let third = try scene.network.station("038")
        try third.addIssue()
        try scene.first.eraseRecord(number: scene.number, by: nil)
        try scene.network.exchange(scene.first, scene.network.host)
        try scene.network.host.take(old)
        let file = StoreFile(scene.network.path("host"))
        try file.checkpoint()
        #expect(try !file.holds(names[0]) && !file.holds(names[1]))
        try expectSound(scene.network.host)
        try expectSame(scene.network.host, scene.first)
    }

    @Test("personal values are masked outside their place unless asked for")
    func masked() throws {
        let scene = try Scene()
        #expect(try scene.first.text(scene.number, "raised_by", showPersonal: false) == names[1])
        #expect(try scene.network.host.text(scene.number, "raised_by", showPersonal: false) == "•••")
        #expect(try scene.network.host.text(scene.number, "raised_by", showPersonal: true) == names[1])
        let history = try scene.network.host.history(number: scene.number)
        #expect(!history.flatMap(\.fields).contains { "\($0.value)".contains("139") })
    }
}
