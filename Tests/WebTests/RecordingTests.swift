import Callers
import Foundation
import Testing

@testable import CommandsTests

extension PageTests {
    @Test("a volunteer opens the page, picks a form, adds a photo and saves; nothing of the camera goes along")
    func story() async throws {
        let (browser, station, scratch) = try await begin()
        try await browser.open(station.origin)
        try await browser.see("037 龙泽园驿站")
        #expect(try await browser.script("return document.title").text?.hasPrefix("今天") == true)
        let file = scratch.folder.appending(path: "camera.jpg")
        try await Data(CameraPicture.make(in: browser)).write(to: file)
        #expect(try Data(contentsOf: file).range(of: Data(CameraPicture.maker.utf8)) != nil)
        try await browser.pressForm("诉求")
        try await browser.press("充电难")
        try await browser.type("门口没有充电的地方", into: "标题")
        let picker = try await browser.script("return document.querySelector('input[type=file]')")
        try await browser.keys(file.path, to: try #require(picker.elementID))
        try await browser.wait("document.querySelector('.photo img').naturalWidth > 0")
        try await browser.press("保存")
        let number = try await browser.savedRecord()
        try await browser.see("已保存")
        try await browser.see("门口没有充电的地方")

        let record = try await scratch.answer("037", "record", "show", number)
        #expect(record["fields"]?["kind"]?.text == "charging")
        #expect(record["fields"]?["photo"]?["type"]?.text == "image/jpeg")
        let digest = try #require(record["fields"]?["photo"]?["file"]?.text)
        let blob = Data(try await station.ask("GET", "/photo/\(digest)").body)
        #expect(blob.starts(with: [0xFF, 0xD8, 0xFF]))
        #expect(blob.range(of: Data("Exif".utf8)) == nil)
        #expect(blob.range(of: Data(CameraPicture.maker.utf8)) == nil)
        let seen = try await CameraPicture.seen("/photo/\(digest)", in: browser)
        #expect(seen["width"]?.number == 800 && seen["height"]?.number == 1600)
        #expect(seen["top"]?.text == "100" && seen["bottom"]?.text == "001", "red above, blue below: upright")

        try await browser.open(station.origin)
        try await browser.see("门口没有充电的地方")
        try await browser.wait("document.getElementById('drafts').hidden")
    }

    @Test("the form follows what one types, and says beside a field what is wrong with it")
    func rules() async throws {
        let (browser, station, _) = try await begin()
        try await browser.open("\(station.origin)/new/issue")
        try await browser.wait("document.querySelector('[data-field=resolution]').hidden")
        try await browser.unfold()
        try await browser.press("已解决")
        try await browser.wait("document.querySelector('[data-field=resolution]').checkVisibility()")
        try await browser.setDate("2026-11-20", of: "date")
        try await browser.setDate("2026-11-19", of: "closed_on")
        try await browser.see("办结日期早于提出日期")
        try await browser.setDate("2026-11-21", of: "closed_on")
        try await browser.seeNoMore("办结日期早于提出日期")
        try await browser.press("待办")
        try await browser.wait("document.querySelector('[data-field=resolution]').hidden")
        // Saved without its kind: what is wrong stands above, and beside the field, which says so to a screen reader.
        try await browser.press("保存")
        try await browser.see("还没有保存")
        try await browser.wait(
            "document.querySelector('[data-field=kind] .fault').innerText.length > 1 && location.pathname === '/new/issue'"
        )
        #expect(try await browser.value(of: "[name=f-date]") == "2026-11-20")
        try await browser.press("停车难")
        try await browser.wait("document.querySelector('[data-field=kind] .fault').innerText === ''")
        try await browser.press("保存")
        _ = try await browser.savedRecord()

        try await browser.open("\(station.origin)/new/visit")
        try await browser.type("-4", into: "人数")
        try await browser.see("不能小于 0")
    }

    @Test("a record is saved with the keyboard alone")
    func keyboard() async throws {
        let (browser, station, scratch) = try await begin()
        try await browser.open(station.origin)
        try await browser.see("今天")
        try await browser.tab(to: "document.activeElement.getAttribute('href') === '/new/visit'")
        try await browser.keys([Browser.enter])
        try await browser.wait("location.pathname === '/new/visit'")
        try await browser.tab(
            to: "document.activeElement.name === 'f-services' && document.activeElement.value === 'rest'")
        #expect(
            try await browser.script(
                """
                const style = getComputedStyle(document.activeElement.closest('label'));
                return getComputedStyle(document.activeElement).outlineStyle !== 'none' || style.outlineStyle !== 'none';
                """
            ).isTrue, "the focus can be seen")
        try await browser.keys([" "])
        try await browser.tab(to: "document.activeElement.name === 'f-people'")
        try await browser.keys(["3", Browser.enter])
        let number = try await browser.savedRecord()
        let fields = try #require(try await scratch.answer("037", "record", "show", number)["fields"])
        #expect(fields["people"]?.number == 3)
        #expect(fields["services"]?.elements.first?.text == "rest")
    }

    @Test("the position comes from the browser, when it is allowed")
    func position() async throws {
        let (browser, station, _) = try await begin()
        try await browser.open("\(station.origin)/new/issue")
        try await browser.devTools(
            "Browser.grantPermissions", ["origin": station.origin, "permissions": ["geolocation"]])
        try await browser.devTools(
            "Emulation.setGeolocationOverride", ["latitude": 40.0713, "longitude": 116.3365, "accuracy": 12])
        try await browser.unfold()
        try await browser.press("我的位置")
        try await browser.wait("document.querySelector('[name=f-location]').value === '40.071300 116.336500 0.0 12'")
    }
}
