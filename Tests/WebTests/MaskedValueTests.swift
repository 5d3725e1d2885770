import Callers
import Foundation
import Testing

@testable import CommandsTests

@Suite("a personal value that the district sees masked")
struct MaskedValueTests {
    @Test("is not lost to a program or a page that sends the mask back")
    func sentBack() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "courier", "name=陈先生", "phone=13912345678", "kind=parcel")
        try await scratch.carry(from: "037", to: "host")
        let page = try PageServer(scratch, "host")

        let read = try await page.ask("GET", "/api/v1/records/037-1").json
        #expect(read["fields"]?["phone"]?.text == "•••")
        let all = try JSONSerialization.data(withJSONObject: ["fields": try #require(read["fields"]?.value)])
        let changed = try await page.ask("PATCH", "/api/v1/records/037-1", body: Array(all))
        #expect(changed.status == 400)
        #expect(try changed.json["error"]?.text?.contains("name") == true)
        let begun = try await page.ask(
            "POST", "/api/v1/records", json: #"{"form": "courier", "fields": {"name": "•••"}}"#)
        #expect(begun.status == 400)
        let form = [("Content-Type", "application/x-www-form-urlencoded")]
        let typed = "f-name=\("•••".addingPercentEncoding(withAllowedCharacters: .alphanumerics)!)"
        let saved = try await page.ask("POST", "/new/courier", body: Array(typed.utf8), headers: form)
        #expect(saved.status == 422 && saved.text.contains("遮盖的个人信息"))

        let edit = try await scratch.yilu("host", ["record", "edit", "037-1", "phone=•••", "note=核对", "--lang", "en"])
        #expect(edit.code == 65)
        #expect(edit.errorLines.first?.contains("phone") == true)
        try await scratch.done("host", "record", "edit", "037-1", "note=核对")
        try await scratch.carry(from: "host", to: "037")
        let fields = try #require(try await scratch.answer("037", "record", "show", "037-1")["fields"])
        #expect(fields["name"]?.text == "陈先生" && fields["phone"]?.text == "13912345678")
        #expect(fields["note"]?.text == "核对")
        #expect(try await scratch.numbers("host") == ["037-1"])
    }
}
