import Foundation
import Testing

@Suite("a stick on which something is in the way")
struct StickFailureTests {
    @Test("is told of with what was not written, and never that the others have it all")
    func obstructed() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "activity", "title=茶")
        let top = scratch.folder.appending(path: "usb/YILU")
        try FileManager.default.createDirectory(at: top, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: top.appending(path: "037 驿站037"))
        let look = try await scratch.yilu("037", ["stick", "usb", "--dry-run", "--lang", "en"])
        #expect(look.code == 73 && look.output.contains("Could not be written"), "\(look.output)")
        for (language, lie, left) in [("zh", "别人都已经有了", "没有写上"), ("en", "have it all", "Not written")] {
            let said = try await scratch.yilu("037", ["stick", "usb", "--lang", language])
            #expect(said.code == 73 && !said.output.contains(lie) && said.output.contains(left), "\(said.output)")
        }
        let visit = try await scratch.yilu("037", ["stick", "usb", "--json"]).json
        #expect(visit["left"]?.elements.map { $0["changes"]?.number } == [1])
        #expect(visit["room"]?["fits"]?.isTrue == true)
    }
}
