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
        _ = try settle(number: number, field: field, typed: value, keep: nil, by: "站长", language: .zh)
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

extension PaperCases {
    @Suite struct Merges {
        @Test("equal values written apart stay two, for who overwrites one of them has not seen the other")
        func equalValues() throws {
            let trio = try Trio()
            try trio[0].edit(trio.number, "note", "一样")
            try trio[1].edit(trio.number, "note", "一样")
            try trio.carry((0, 2))
            try trio[2].edit(trio.number, "note", "之后")
            try trio.spread()
            for device in trio.devices { #expect(try device.values(trio.number, "note") == ["一样", "之后"]) }
            try trio.expectAgreement()
        }

        @Test(
            "an edit of the field that a deletion apart could not take away takes the deletion back", arguments: 0..<4)
        func revivedField(order: Int) throws {
            let trio = try Trio()
            try trio[0].deleteRecord(number: trio.number, by: nil)
            try trio[1].edit(trio.number, "note", "还要用")
            try trio.carry((0, 2), (1, 2))
            #expect(try trio[2].record(number: trio.number, showPersonal: false).conflicts.map(\.field) == ["deleted"])
            try trio[2].edit(trio.number, "note", "看过两边")
            let ways = [
                [(2, 0), (2, 1)], [(0, 1), (2, 1), (1, 0)], [(1, 0), (2, 0), (0, 1)], [(2, 1), (1, 0), (0, 1)],
            ]
            for way in ways[order] { try trio.carry(way) }
            try trio.spread()
            for device in trio.devices {
                #expect(try device.allConflicts().isEmpty)
                #expect(try device.text(trio.number, "note") == "看过两边")
                #expect(try device.text(trio.number, "title") == "门锁坏了")
            }
            try trio.expectAgreement()
        }

        @Test("a form opened before an import and saved after it has not seen what came")
        func staleForm() throws {
            let trio = try Trio()
            let form = try trio[0].openForm(number: trio.number)
            try trio[1].edit(trio.number, "note", "别处写的")
            try trio[1].edit(trio.number, "owner", "别处的人")
            try trio.carry((1, 0))
            try trio[0].save(form, "note", "早先打开的")
            #expect(try trio[0].values(trio.number, "note") == ["别处写的", "早先打开的"])
            #expect(try trio[0].text(trio.number, "owner") == "别处的人")
            try trio.spread()
            for device in trio.devices { #expect(try device.allConflicts().map(\.field) == ["note"]) }
            try trio.expectAgreement()
        }

        @Test("two tabs of one browser that save one field are two values, as two devices would be")
        func twoTabs() throws {
            let trio = try Trio()
            let tabs = try (0..<2).map { _ in try trio[0].openForm(number: trio.number) }
            for (index, tab) in tabs.enumerated() { try trio[0].save(tab, "note", "标签页 \(index)") }
            #expect(try trio[0].values(trio.number, "note") == ["标签页 0", "标签页 1"])
            try trio.spread()
            try trio.expectAgreement()
            try trio[1].settle(trio.number, "note", as: "合一")
            try trio.spread()
            for device in trio.devices { #expect(try device.values(trio.number, "note") == []) }
            // A third tab, open since before all that, still has not seen it.
            try trio[0].save(tabs[0], "note", "还开着")
            #expect(try trio[0].values(trio.number, "note") == ["合一", "还开着"])
        }
    }
}

extension Device {
    fileprivate func save(_ form: OpenedForm, _ field: String, _ value: String) throws {
        _ = try editRecord(form, typed: [(field, value)], files: [], by: nil, language: .zh)
    }
}
