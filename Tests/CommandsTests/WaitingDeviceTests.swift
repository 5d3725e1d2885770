import Foundation
import Testing

@Suite("A device that waits to be admitted")
struct WaitingDeviceTests {
    private static func trip(_ scratch: Scratch, _ device: String) async throws {
        for home in [device, "host", device] { try await scratch.done(home, "stick", "usb") }
    }

    @Test("says so wherever it says what the district has, until it is admitted")
    func waits() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("second", "join", "037.invitation", "--by", "李明")
        try FileManager.default.createDirectory(atPath: scratch.path("usb"), withIntermediateDirectories: true)
        try await Self.trip(scratch, "037")
        try await scratch.done("second", "record", "add", "handout", "item=水", "quantity=50")
        let before = try await scratch.yilu("second", ["status", "--lang", "en"])
        #expect(before.output.contains("No word has come yet that the district admits this device"))

        try await Self.trip(scratch, "second")
        for command in [["status"], ["stick", "usb"], ["stick", "usb", "--dry-run"]] {
            let en = try await scratch.yilu("second", command + ["--lang", "en"])
            #expect(en.output.contains("waits for the district to admit it"), "\(command): \(en.output)")
            #expect(!en.output.contains("everything up to"), "\(command): \(en.output)")
            let zh = try await scratch.yilu("second", command + ["--lang", "zh"])
            #expect(zh.output.contains("等待区里登记") && !zh.output.contains("为止"), "\(command): \(zh.output)")
        }
        let status = try await scratch.answer("second", "status")
        #expect(status["standing"]?.text == "waiting" && status["district"]?["upTo"]?.text == nil)

        let members = try await scratch.answer("host", "member", "list").elements
        let label = try #require(members.first { $0["standing"]?.text == "waiting" }?["replica"]?.text)
        try await scratch.done("host", "member", "admit", label)
        try await Self.trip(scratch, "second")
        let after = try await scratch.yilu("second", ["status", "--lang", "en"])
        #expect(after.output.contains("The district has everything up to 037") && !after.output.contains("admit"))
    }

    @Test("is not told from one that was retired before it heard anything, and the host says what does not count")
    func retired() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "visit", "services=rest")
        try await scratch.carry(from: "037", to: "host")
        try await scratch.done("host", "member", "retire", "037")
        try await scratch.done("037", "record", "add", "visit", "services=meal")
        try FileManager.default.createDirectory(atPath: scratch.path("usb"), withIntermediateDirectories: true)
        try await scratch.done("037", "stick", "usb")
        let visit = try await scratch.yilu("host", ["stick", "usb", "--lang", "en"])
        #expect(visit.code == 0)
        #expect(visit.inOneLine.contains("037: 1 change does not count (came after the device was retired"))
        #expect(visit.inOneLine.contains("yilu member retire 037"))
        let zh = try await scratch.yilu("host", ["status", "--lang", "zh"])
        #expect(zh.output.contains("037：1 次变更不算数"))
        let told = try await scratch.answer("host", "status")["uncounted"]?.elements ?? []
        #expect(told.map { $0["log"]?.text } == ["037"] && told.map { $0["changes"]?.number } == [1])
        let station = try await scratch.yilu("037", ["stick", "usb", "--lang", "en"])
        #expect(station.inOneLine.contains("or was retired or revoked"))
        try await scratch.done("host", "member", "retire", "037")
        #expect(try await scratch.answer("host", "status")["uncounted"]?.elements.isEmpty == true)
        #expect(try await scratch.numbers("host") == ["037-1", "037-2"])
    }
}

extension Outcome {
    /// What was written, where lines are broken at 80 columns.
    fileprivate var inOneLine: String { output.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
