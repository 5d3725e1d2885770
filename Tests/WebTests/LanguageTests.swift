import Foundation
import Testing

@testable import CommandsTests

extension PageTests {
    @Test("the page speaks what the browser asks for, and what was switched to, everywhere and from then on")
    func languages() async throws {
        let (browser, station, _) = try await begin()
        try await browser.open(station.origin)
        try await browser.see("今天的记录")
        #expect(try await browser.script("return document.documentElement.lang").text == "zh-CN")
        try await browser.setLanguages("en-GB,en")
        try await browser.reload()
        try await browser.see("Recorded today")
        #expect(try await browser.script("return document.documentElement.lang").text == "en")
        try await browser.press("中文")
        try await browser.see("今天的记录")
        try await browser.press("记录")
        try await browser.see("筛选和排序")
        try await browser.press("English")
        // One stays where one was.
        try await browser.see("Narrow and sort")
        #expect(try await browser.path() == "/list")
        try await browser.setLanguages("zh-CN,zh")
        try await browser.open("\(station.origin)/new/issue")
        try await browser.see("Raised via")
        try await browser.unfold()
        try await browser.press("Resolved")
        try await browser.setDate("2026-11-20", of: "date")
        try await browser.setDate("2026-11-19", of: "closed_on")
        try await browser.see("it was closed before it was raised")
    }

    @Test("who writes is picked once and stands in what is saved")
    func writer() async throws {
        let (browser, station, scratch) = try await begin()
        try await browser.open(station.origin)
        try await browser.press("记录人：李明")
        try await browser.type("张三 <b>", into: "姓名")
        try await browser.press("是我")
        try await browser.see("记录人：张三 <b>")
        try await browser.pressForm("活动")
        try await browser.type("读报", into: "主题")
        try await browser.press("保存")
        let number = try await browser.savedRecord()
        let history = try await scratch.answer("037", "record", "history", number).elements
        #expect(history.first?["by"]?.text == "张三 <b>")
    }
}
