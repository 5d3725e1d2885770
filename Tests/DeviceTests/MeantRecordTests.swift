import Device
import FieldRecords
import Testing

@Suite("A change means the record that its author saw")
struct MeantRecordTests {
    private static let names = ["ZHANG-SANFENG-13912345678", "LI-SIGUANG-13800138000"]

    /// A station's device and its copy on another machine, each with a record of its own under one number, and each with a
    /// reader who knows only that one's.
    private struct Scene {
        let network: TestNetwork
        let devices: [Device]
        let readers: [Device]
        let number: String

        init() throws {
            network = try TestNetwork()
            let station = try network.station("037")
            readers = try ["037b", "037c"].map { [network] in try network.member(of: "037", home: $0) }
            try network.exchange(station, network.host)
            try network.copyHome("037", to: "copy")
            devices = [station, try Device.open(network.options("copy", notes: "other machine"))]
            let numbers = try zip(devices, MeantRecordTests.names).map { device, name in
                try device.addIssue([("raised_by", name)])
            }
            number = numbers[0]
            #expect(numbers == [number, number])
            for (device, reader) in zip(devices, readers) {
                try network.carry(network.host, to: reader)
                try network.carry(device, to: reader)
            }
        }

        /// Lets everything reach everybody.
        func meet() throws {
            let all = devices + readers
            for _ in 0..<4 {
                for device in all {
                    try network.host.take(try network.bundleForHost(from: device))
                    for label in try network.host.members().filter({ $0.standing == "waiting" }).map(\.replica) {
                        try network.host.admit(label)
                    }
                    try network.carry(network.host, to: device)
                }
            }
            for device in all {
                try expectSame(network.host, device)
                try expectSound(device)
            }
            try expectSound(network.host)
        }
    }

    @Test("whichever of two under one number keeps it: erased is the one that was meant", arguments: [0, 1])
    func erased(which: Int) throws {
        let scene = try Scene()
        try scene.readers[which].eraseRecord(number: scene.number, by: nil)
        try scene.meet()
        let shown = try scene.network.host.numbers().map { try scene.network.host.text($0, "raised_by") }
        #expect(Set(shown) == [nil, Self.names[1 - which]])
        for home in ["host", "037", "copy", "037b", "037c"] {
            let file = StoreFile(scene.network.path(home))
            #expect(try !file.holds(Self.names[which]), "\(home)")
            #expect(try file.holds(Self.names[1 - which]), "\(home)")
        }
    }

    @Test("an edit and a deletion land on the record that was meant", arguments: [0, 1])
    func edited(which: Int) throws {
        let scene = try Scene()
        try scene.readers[which].edit(scene.number, "raised_by", "WANG")
        try scene.readers[which].edit(scene.number, "detail", "充电")
        try scene.readers[1 - which].deleteRecord(number: scene.number, by: nil)
        try scene.meet()
        let numbers = try scene.network.host.numbers(includeDeleted: true)
        let edited = try numbers.filter { try scene.network.host.text($0, "detail") == "充电" }
        #expect(numbers.count == 2 && edited.count == 1)
        for number in numbers {
            let record = try scene.network.host.record(number: number, showPersonal: true)
            let conflicts = Set(record.conflicts.map(\.field))
            if edited.contains(number) {
                #expect(!record.isDeleted && !conflicts.contains("deleted"))
                let values = record.conflicts.first { $0.field == "raised_by" }?.values.map(\.value)
                // Both values stand where the record was numbered anew, for the edit has not seen its new beginning.
                let stands = try values ?? [.text(#require(try scene.network.host.text(number, "raised_by")))]
                #expect(stands.contains(.text("WANG")) && !stands.contains(.text(Self.names[1 - which])))
            } else {
                #expect(try scene.network.host.text(number, "raised_by") == Self.names[1 - which])
                #expect(record.isDeleted || conflicts == ["deleted"])
            }
        }
    }

    @Test("a page that was opened on a record is saved on that record, whichever number it has by then")
    func openPage() throws {
        let scene = try Scene()
        let tokens = try scene.readers.map { try $0.openForm(number: scene.number).token(without: []) }
        try scene.meet()
        for (index, reader) in scene.readers.enumerated() {
            let form = try reader.openedForm(number: scene.number, token: tokens[index])
            _ = try reader.editRecord(form, typed: [("detail", "读者 \(index)")], files: [], by: nil)
        }
        try scene.meet()
        for number in try scene.network.host.numbers() {
            let name = try scene.network.host.text(number, "raised_by")
            let index = try #require(Self.names.firstIndex { $0 == name })
            #expect(try scene.network.host.text(number, "detail") == "读者 \(index)")
        }
    }
}
