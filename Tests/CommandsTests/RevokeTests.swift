import Foundation
import Testing

@Suite("yilu member revoke")
struct RevokeTests {
    @Test("names the devices that were restored from the one it ends, and with --successors ends these")
    func successors() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "backup", "037.backup")
        try await scratch.done("new", "restore", "037.backup")
        try FileManager.default.createDirectory(atPath: scratch.path("usb"), withIntermediateDirectories: true)
        for home in ["new", "host"] { try await scratch.done(home, "stick", "usb") }
        let plain = try await scratch.yilu("host", ["member", "revoke", "037", "--lang", "en"])
        #expect(plain.code == 0 && plain.output.contains("037b, restored or copied from it, stay enrolled"))
        #expect(plain.output.contains("yilu member revoke 037 --successors"))
        let again = try await scratch.answer("host", "member", "revoke", "037")
        #expect(again["left"]?.elements.map(\.text) == ["037b"])
        let all = try await scratch.answer("host", "member", "revoke", "037", "--successors")
        #expect(all["revoked"]?.elements.map(\.text) == ["037", "037b"] && all["left"]?.elements.isEmpty == true)
        let members = try await scratch.answer("host", "member", "list").elements
        #expect(members.filter { $0["standing"]?.text == "revoked" }.map { $0["replica"]?.text } == ["037", "037b"])
    }
}
