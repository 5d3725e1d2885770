import Foundation
import Testing

@testable import CommandsTests

extension PageTests {
    @Test("a photo that was not taken is told until another is chosen, and nothing is saved without it in silence")
    func photoNotTaken() async throws {
        let (browser, _, scratch) = try await begin()
        let page = try PageServer(scratch, "037")
        try await browser.forget(page.origin)
        try scratch.write("no picture", to: "bad.heic")
        let picture = scratch.folder.appending(path: "good.jpg")
        try await browser.open(page.origin)
        try await Data(CameraPicture.make(in: browser)).write(to: picture)

        func choose(_ file: URL) async throws {
            let picker = try await browser.script("return document.querySelector('input[type=file]')")
            try await browser.keys(file.path, to: try #require(picker.elementID))
        }
        let before = try await scratch.numbers("037").count
        try await browser.open("\(page.origin)/new/visit")
        try await browser.click(try await browser.element("[name=f-services][value=rest]"))
        try await choose(scratch.folder.appending(path: "bad.heic"))
        try await browser.see("这不是照片")
        try await browser.type("4", into: "人数")
        // The program has judged what was typed.
        try await browser.wait("performance.getEntriesByName(location.origin + '/api/v1/forms/visit/fill').length > 1")
        try await browser.see("这不是照片")
        try await browser.press("保存")
        try await browser.wait("!document.querySelector('.actions .main').disabled")
        try await browser.see("这不是照片")
        #expect(try await scratch.numbers("037").count == before)
        try await browser.press("去掉照片")
        try await browser.seeNoMore("这不是照片")

        // The program is away: it is told also on the next visit.
        page.kill()
        try await choose(picture)
        try await browser.see("照片还没有存上")
        let again = try PageServer(scratch, "037", port: page.port)
        defer { again.stop() }
        try await browser.reload()
        try await browser.see("上次选的照片没有存上")
        try await choose(picture)
        try await browser.wait("document.querySelector('.photo img').naturalWidth > 0")
        try await browser.seeNoMore("没有存上")
        try await browser.press("保存")
        let number = try await browser.savedRecord()
        let fields = try await scratch.answer("037", "record", "show", number)["fields"]
        #expect(fields?["photo"]?["type"]?.text == "image/jpeg")
    }

    @Test("a photo that was chosen while the program was away is taken when the record is saved")
    func photoTakenLater() async throws {
        let (browser, _, scratch) = try await begin()
        let page = try PageServer(scratch, "037")
        try await browser.forget(page.origin)
        try await browser.open(page.origin)
        let picture = scratch.folder.appending(path: "later.jpg")
        try await Data(CameraPicture.make(in: browser)).write(to: picture)
        try await browser.open("\(page.origin)/new/visit")
        try await browser.click(try await browser.element("[name=f-services][value=rest]"))
        page.kill()
        let picker = try await browser.script("return document.querySelector('input[type=file]')")
        try await browser.keys(picture.path, to: try #require(picker.elementID))
        try await browser.see("照片还没有存上")
        let again = try PageServer(scratch, "037", port: page.port)
        defer { again.stop() }
        try await browser.press("保存")
        let number = try await browser.savedRecord()
        let fields = try await scratch.answer("037", "record", "show", number)["fields"]
        #expect(fields?["photo"]?["type"]?.text == "image/jpeg")
    }

    @Test("that no position was had stays beside its field until somebody writes there")
    func noPosition() async throws {
        let (browser, station, _) = try await begin()
        try await browser.open("\(station.origin)/new/issue")
        try await browser.unfold()
        try await browser.script("navigator.geolocation.getCurrentPosition = (done, fail) => fail()")
        try await browser.press("我的位置")
        try await browser.see("没有得到位置")
        try await browser.type("门口", into: "标题")
        try await browser.wait("performance.getEntriesByName(location.origin + '/api/v1/forms/issue/fill').length > 1")
        try await browser.see("没有得到位置")
        try await browser.type("40.07 116.35", into: "位置")
        try await browser.seeNoMore("没有得到位置")
    }
}
