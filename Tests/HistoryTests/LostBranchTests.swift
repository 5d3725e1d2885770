import Device
import FieldRecords
import Testing

@testable import DeviceTests

@Suite("A branch that lost its name")
struct LostBranchTests {
    /// A station and a copy of it, neither of which knows of the other, and a form that was opened before the last two
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
            try station.edit(number, "title", "共有")
            try station.edit(number, "detail", "共有")
            try network.spread([station] + others)
            try network.copyHome("037", to: "copy")
            both = [station, try network.openCopy("copy", isNoticed: false)]
        }

        /// Lets both write on: a field, the form that was opened early, and two fields.
        ///
        /// Chance says whose branch keeps the name, so both do the same.
        func writeOn() throws {
            for (device, word) in zip(both, ["原件", "副本"]) {
                try device.edit(number, "detail", word)
                let form = try device.openedForm(number: number, token: token)
                _ = try device.editRecord(form, typed: [("note", word)], files: [], by: nil, language: .zh)
                _ = try device.editRecord(
                    number: number, typed: [("title", word), ("detail", word + "又")], files: [], by: nil,
                    language: .zh)
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
        #expect(values["title"] == [.text("原件"), .text("副本")], "both had seen what they share")
        #expect(values["detail"] == [.text("原件又"), .text("副本又")])
    }

    @Test("whoever built on it has seen what its author had")
    func builtUpon() throws {
        let copies = try Copies(others: 2)
        try copies.writeOn()
        for (device, reader) in zip(copies.both, copies.others) {
            try copies.network.carry(device, to: reader)
            try reader.edit(copies.number, "title", "读过")
        }
        let values = try copies.meet()
        #expect(values["title"]?.contains(.text("共有")) == false)
    }
}
