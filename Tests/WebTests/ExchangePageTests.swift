import Foundation
import Testing

@testable import CommandsTests

extension PageTests {
    /// Visits a stick of its own at each of these devices.
    private func carry(_ stick: String, _ homes: [String]) async throws {
        let scratch = try neighbourhood.scratch
        try FileManager.default.createDirectory(
            at: scratch.folder.appending(path: stick), withIntermediateDirectories: true)
        for home in homes { try await scratch.done(home, "stick", stick) }
    }

    @Test("what two devices wrote apart is settled on the page, and the other device is told")
    func conflict() async throws {
        let (browser, station, scratch) = try await begin()
        let number = try #require(
            try await scratch.answer("037", "record", "add", "issue", "kind=rest", "title=没有地方坐")["number"]?.text)
        try await carry("c", ["037", "host"])
        try await scratch.done("host", "record", "edit", number, "status=assigned", "--by", "赵")
        try await scratch.done("037", "record", "edit", number, "status=resolved", "resolution=摆了三把椅子")
        try await carry("c", ["host", "037"])
        try await browser.open(station.origin)
        try await browser.click(try await browser.element("a[href='/list?kind=conflict']"))
        try await browser.see(number)
        try await browser.click(try await browser.element("a[href='/record/\(number)']"))
        try await browser.see("分歧：状态")
        // Only what differs stands on the card, each with who and where.
        #expect(try await browser.script("return document.querySelectorAll('.card').length").number == 1)
        let card = try await browser.script("return document.querySelector('.card').innerText").text ?? ""
        for word in ["已派单", "赵", "host", "已解决", "李明", "037"] { #expect(card.contains(word), "\(word) in \(card)") }
        let button = try await browser.script(
            """
            return [...document.querySelectorAll('.side')].find((one) => one.innerText.includes('已解决'))
              .querySelector('button')
            """)
        try await browser.click(try #require(button.elementID))
        try await browser.see("分歧已裁定")
        #expect(try await browser.script("return document.querySelectorAll('.card').length").number == 0)
        #expect(try await scratch.answer("037", "conflict", "list").elements.isEmpty)
        try await carry("c", ["037", "host"])
        let there = try await scratch.answer("host", "record", "show", number)
        #expect(there["fields"]?["status"]?.text == "resolved")
        #expect(try await scratch.answer("host", "conflict", "list").elements.isEmpty)
    }

    @Test("what the district did with this place's issues stands on Today, in words")
    func cameBack() async throws {
        let (browser, station, scratch) = try await begin()
        let number = try #require(
            try await scratch.answer("037", "record", "add", "issue", "kind=parking", "title=没有地方停车")["number"]?.text)
        try await carry("b", ["037", "host"])
        try await scratch.done("host", "record", "edit", number, "status=resolved", "resolution=划了车位")
        try await carry("b", ["host", "037"])
        try await browser.open(station.origin)
        try await browser.see("这几天区里和街道办的")
        let told = try await browser.script("return document.getElementById('came-back').innerText").text ?? ""
        #expect(told.contains("办结了") && told.contains(number), "\(told)")
        try await browser.click(try await browser.element("#came-back a[href='/record/\(number)']"))
        try await browser.see("划了车位")
    }

    @Test("an edit on the page keeps what came in while it stood open: two values, none lost")
    func openedBefore() async throws {
        let (browser, station, scratch) = try await begin()
        let number = try #require(
            try await scratch.answer("037", "record", "add", "activity", "title=包饺子")["number"]?.text)
        try await carry("o", ["037", "host"])
        try await scratch.done("host", "record", "edit", number, "title=包汤圆")
        try await browser.open("\(station.origin)/record/\(number)/edit")
        try await carry("o", ["host", "037"])
        try await browser.type("包馄饨", into: "主题")
        try await browser.press("保存")
        _ = try await browser.savedRecord()
        try await browser.see("分歧：主题")
        try await browser.press("都不对，另写一个")
        try await browser.type("包饺子和汤圆", into: "主题")
        try await browser.press("用我写的")
        try await browser.see("分歧已裁定")
        #expect(
            try await scratch.answer("037", "record", "show", number)["fields"]?["title"]?.text == "包饺子和汤圆")
    }

    @Test("a stick is visited by a button, looked at first, and one is told when it may be pulled out")
    func stick() async throws {
        let (browser, station, scratch) = try await begin()
        let number = try #require(
            try await scratch.answer("037", "record", "add", "activity", "title=送福字")["number"]?.text)
        let stick = scratch.folder.appending(path: "by button")
        try FileManager.default.createDirectory(at: stick, withIntermediateDirectories: true)
        for (page, button) in [(station, "先看看"), (station, "同步 U 盘"), (try neighbourhood.host, "同步 U 盘")] {
            try await browser.open("\(page.origin)/sync")
            try await browser.press("在别的位置")
            try await browser.type(stick.path, into: "U 盘的文件夹")
            try await browser.press(button)
            try await browser.wait(
                "document.querySelector('#exchange [data-said] li') && !document.querySelector('#exchange').hidden")
            try await browser.see("完成了")
            let isWritten = try FileManager.default.contentsOfDirectory(atPath: stick.path).isEmpty == false
            #expect(isWritten == (button != "先看看"), "looking first writes nothing")
            if isWritten { try await browser.see("现在可以拔出 U 盘了") }
        }
        #expect(try await scratch.numbers("host").contains(number))
        // Both ways are kept in words.
        for (page, words) in [(station, "在 U 盘上写好给 host 的"), (try neighbourhood.host, "收下 037 的文件")] {
            try await browser.open("\(page.origin)/sync")
            try await browser.see(words)
        }
        // What is no folder is told, beside what to do.
        try await browser.open("\(station.origin)/sync")
        try await browser.press("在别的位置")
        try await browser.type("/no/such/folder", into: "U 盘的文件夹")
        try await browser.press("同步 U 盘")
        try await browser.see("没有全部办成")
    }
}
