import Device
import FieldRecords
import Testing

@testable import DeviceTests

extension Device {
    /// The values of a field in conflict, ascending; none where there is no conflict.
    func values(_ number: String, _ field: String) throws -> [String] {
        let conflict = try record(number: number, showPersonal: true).conflicts.first { $0.field == field }
        return (conflict?.values ?? []).map { if case .text(let text) = $0.value { text } else { "\($0.value)" } }
            .sorted()
    }

    func settle(_ number: String, _ field: String, as value: String) throws {
        _ = try settle(number: number, field: field, typed: value, keep: nil, by: "站长")
    }
}

extension Cases {
    @Suite struct Conflicts {
        // Corrosion 352
        @Test("case 9: of two deletions apart a third station gets one, then both, and the record stays deleted")
        func deletedTwice() throws {
            let trio = try Trio()
            try trio[0].deleteRecord(number: trio.number, by: nil)
            try trio[1].deleteRecord(number: trio.number, by: nil)
            for sender in [0, 1] {
                try trio.carry((sender, 2))
                #expect(try trio[2].numbers() == [])
                #expect(try trio[2].allConflicts().isEmpty)
                try expectSound(trio[2])
            }
            try trio.spread()
            try trio.expectAgreement()
            #expect(try trio[0].numbers() == [])
            try trio[1].undeleteRecord(number: trio.number, by: nil)
            try trio.spread()
            for device in trio.devices {
                #expect(try device.numbers() == [trio.number], "taking it back takes both back")
                #expect(try device.text(trio.number, "note") == "原文")
            }
            try trio.expectAgreement()
        }

        // Couchbase Lite iOS 1788
        @Test(
            "case 19: two settle one conflict, a third copy of it arrives, and no old loser ever shows",
            arguments: [true, false])
        func settledTwice(isAlike: Bool) throws {
            let trio = try Trio()
            for index in 0..<3 { try trio[index].edit(trio.number, "note", "写法 \(index)") }
            try trio.carry((0, 1), (1, 0))
            try trio[0].settle(trio.number, "note", as: "定稿")
            try trio[1].settle(trio.number, "note", as: isAlike ? "定稿" : "另一定稿")
            try trio.carry((0, 1), (1, 0))
            let settled = isAlike ? ["定稿"] : ["另一定稿", "定稿"]
            for device in trio.devices.prefix(2) {
                #expect(try device.values(trio.number, "note") == (isAlike ? [] : settled.sorted()))
            }
            try trio.spread()
            for device in trio.devices {
                let values = try device.values(trio.number, "note")
                #expect(Set(values) == Set(settled + ["写法 2"]), "the third had not been seen by either")
            }
            try trio[2].settle(trio.number, "note", as: "最后")
            try trio.spread()
            // The winner is emptied, then the record deleted and brought back: what lost stays lost.
            try trio[0].edit(trio.number, "note", "")
            try trio.spread()
            try expectNothingShows(trio)
            try trio[1].deleteRecord(number: trio.number, by: nil)
            try trio.spread()
            for device in trio.devices { #expect(try device.numbers() == []) }
            try trio[2].undeleteRecord(number: trio.number, by: nil)
            try trio.spread()
            try expectNothingShows(trio)
            try trio.expectAgreement()
        }

        private func expectNothingShows(_ trio: Trio) throws {
            for device in trio.devices {
                #expect(try device.text(trio.number, "note") == nil)
                #expect(try device.allConflicts().isEmpty)
            }
        }
    }
}
