import Device
import FieldRecords
import Testing

@testable import DeviceTests

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
        _ = try editRecord(form, typed: [(field, value)], files: [], by: nil)
    }
}
