import Device
import FieldRecords
import Testing

@testable import DeviceTests

@Suite("A branch that lost its name")
struct LostBranchTests {
    /// A station and a copy of it, neither of which knows of the other, and a form that was opened before the last
    /// changes that they share.
    private struct Copies {
        let network: TestNetwork
        let others: [Device]
        let both: [Device]
        let number: String
        private let token: String

        /// - Parameter otherCount: how many other devices the station has, which know all that it shares with its copy.
        init(others otherCount: Int) throws {
            network = try TestNetwork()
            let station = try network.station("037")
            others = try ["037b", "037c"].prefix(otherCount).map { [network] in
                try network.member(of: "037", home: $0)
            }
            number = try station.addIssue([("title", "一")])
            try station.edit(number, "detail", "一")
            token = try station.openForm(number: number).token(without: [])
            for field in ["title", "detail", "owner"] { try station.edit(number, field, "共有") }
            try station.edit(number, "raised_via", "talk")
            try station.edit(number, "status", "assigned")
            try network.spread([station] + others)
            try network.copyHome("037", to: "copy")
            both = [station, try network.openCopy("copy", isNoticed: false)]
        }

        /// Lets both write on: a field, the form that was opened early, and that field again with one of their own.
        ///
        /// Chance says whose branch keeps the name, so both do alike.
        func writeOn() throws {
            for (device, word, field) in [(both[0], "原件", "title"), (both[1], "副本", "owner")] {
                try device.edit(number, "detail", word)
                let form = try device.openedForm(number: number, token: token)
                _ = try device.editRecord(form, typed: [("note", word)], files: [], by: nil)
                _ = try device.editRecord(
                    number: number, typed: [(field, word), ("detail", word + "又")], files: [], by: nil)
            }
        }

        /// Lets everything reach everybody.
        ///
        /// - Returns: by field, the values that stand against each other.
        func meet() throws -> [String: Set<FieldValue>] {
            let devices = both + others
            try network.spread(devices, rounds: 5)
            for device in [network.host] + devices {
                try expectSame(network.host, device)
                try expectSound(device)
            }
            let conflicts = try network.host.record(number: number, showPersonal: false).conflicts
            return Dictionary(uniqueKeysWithValues: conflicts.map { ($0.field, Set($0.values.map(\.value))) })
        }
    }

    @Test("has seen what its author had, also when it is issued anew and a form opened early was saved in it")
    func lateSave() throws {
        let copies = try Copies(others: 0)
        try copies.writeOn()
        let values = try copies.meet()
        #expect(values["note"] == [.text("原件"), .text("副本")])
        #expect(values["detail"] == [.text("原件又"), .text("副本又")])
        #expect(values.count == 2, "what both share each had seen, and overwritten in one field")
    }

    @Test("whoever built on it has seen what its author had")
    func builtUpon() throws {
        let copies = try Copies(others: 2)
        try copies.writeOn()
        for (device, reader, field, value) in [
            (copies.both[0], copies.others[0], "status", "open"),
            (copies.both[1], copies.others[1], "raised_via", "phone"),
        ] {
            try copies.network.carry(device, to: reader)
            try reader.edit(copies.number, field, value)
        }
        let values = try copies.meet()
        #expect(Set(values.keys) == ["note", "detail"])
    }

    @Test("a page that was opened on it is saved as one that has not seen the branch which kept the name")
    func openPage() throws {
        // Of two branches either keeps the name; a page that is open on the one that loses it is what is wanted.
        var opened: OpenPage?
        for _ in 0..<40 where opened == nil { opened = try OpenPage.onLostBranch() }
        let page = try #require(opened, "each time with one chance in two")
        let form = try page.reader.openedForm(number: page.number, token: page.token)
        _ = try page.reader.editRecord(form, typed: [("title", "页面")], files: [], by: nil)
        let conflict = try #require(try page.reader.record(number: page.number, showPersonal: false).conflicts.first)
        #expect(Set(conflict.values.map(\.value)) == [.text("副本"), .text("页面")])
        try expectSound(page.reader)
    }

    /// A reader's page on a record as a station left it, whose log has given way to that of the station's copy since.
    private struct OpenPage {
        let network: TestNetwork
        let reader: Device
        let number: String
        let token: String

        /// Nil where the copy's branch did not keep the name.
        static func onLostBranch() throws -> OpenPage? {
            let network = try TestNetwork()
            let station = try network.station("037")
            let reader = try network.member(of: "037", home: "037b")
            try network.carry(network.host, to: station)
            let number = try station.addIssue([("title", "共有")])
            try network.exchange(station, reader)
            try network.copyHome("037", to: "copy")
            try station.edit(number, "title", "原件")
            try network.carry(station, to: reader)
            let token = try reader.openForm(number: number).token(without: [])
            let copy = try network.openCopy("copy", isNoticed: false)
            try copy.edit(number, "title", "副本")
            try network.carry(copy, to: reader)
            guard try reader.text(number, "title") == "副本" else { return nil }
            return OpenPage(network: network, reader: reader, number: number, token: token)
        }
    }
}
