import Foundation
import Testing

@testable import CommandsTests

extension PageTests {
    @Test("whoever comes from the local network tells the passcode first; a guesser sees nothing, and is slowed down")
    func passcode() async throws {
        let (browser, _, scratch) = try await begin()
        try scratch.write("暖心驿站2026\n", to: "passcode")
        let page = try PageServer(scratch, "037", more: ["--passcode-file", "passcode"])
        defer { page.stop() }
        try await browser.open(page.origin)
        try await browser.wait("location.pathname === '/door'")
        #expect(try await browser.text().contains("龙泽园") == false)
        #expect(
            try await browser.script("return document.documentElement.outerHTML").text?.contains(page.token) == false)
        #expect(try await Inspection.faults(in: browser).isEmpty)
        try FileManager.default.createDirectory(at: Neighbourhood.pictures, withIntermediateDirectories: true)
        try await browser.screenshot(to: Neighbourhood.pictures.appending(path: "door.png"))
        // What is longer than a passcode is not taken in.
        for (count, status) in [(100_000, 401), (20_000_000, 401)] {
            let answer = try await browser.script(
                """
                return fetch('/door', {method: 'POST', body: 'passcode=' + 'x'.repeat(arguments[0]),
                  headers: {'Content-Type': 'application/x-www-form-urlencoded'}}).then((it) => it.status, () => 0)
                """, [count])
            // A browser may find the connection ended before it has sent all.
            #expect([status, 0].contains(Int(answer.number ?? -1)), "\(count)")
        }
        try await browser.type("12345678", into: "口令")
        try await browser.press("进入")
        try await browser.see("口令不对")
        #expect(
            try await browser.script("return document.documentElement.outerHTML").text?.contains(page.token) == false)
        try await browser.type("暖心驿站2026", into: "口令")
        try await browser.press("进入")
        try await browser.see("037 龙泽园驿站")
        try await browser.pressForm("活动")
        try await browser.type("送春联", into: "主题")
        try await browser.press("保存")
        _ = try await browser.savedRecord()
        try await browser.forget(page.origin)
        try await browser.open("\(page.origin)/list")
        for _ in 0..<5 {
            try await browser.script("document.body.dataset.before = 'yes'")
            try await browser.type("12345678", into: "口令")
            try await browser.press("进入")
            // The page before says the same.
            try await browser.wait("document.body && !document.body.dataset.before")
            try await browser.see("口令不对")
        }
        // Now the right one waits too.
        try await browser.type("暖心驿站2026", into: "口令")
        try await browser.press("进入")
        try await browser.see("试得太多了")
    }

    @Test("where the passcode is asked for again, what was typed waits until it was told")
    func passcodeAgain() async throws {
        let (browser, _, scratch) = try await begin()
        try scratch.write("暖心驿站2026\n", to: "passcode")
        let page = try PageServer(scratch, "037", more: ["--passcode-file", "passcode"])
        defer { page.stop() }
        func comeIn() async throws {
            try await browser.wait("location.pathname === '/door'")
            try await browser.type("暖心驿站2026", into: "口令")
            try await browser.press("进入")
        }
        try await browser.open("\(page.origin)/new/activity")
        try await comeIn()
        try await browser.wait("location.pathname === '/new/activity'")
        try await browser.devTools("Network.clearBrowserCookies")
        try await browser.type("送春联", into: "主题")
        try await browser.see("要先输入口令")
        #expect(try await browser.text().contains("程序没有回应") == false)
        try await browser.press("保存")
        try await browser.see("要先输入口令")
        try await browser.press("输入口令")
        try await comeIn()
        try await browser.see("这是上次没有保存的内容")
        try await browser.press("保存")
        let number = try await browser.savedRecord()
        #expect(try await scratch.answer("037", "record", "show", number)["fields"]?["title"]?.text == "送春联")
        // What is sent without the script is told the same, and the way in.
        try await browser.devTools("Network.clearBrowserCookies")
        try await browser.script("document.querySelector('form.language').submit()")
        try await browser.see("需要口令")
        try await browser.type("暖心驿站2026", into: "口令")
        try await browser.press("进入")
        try await browser.see("037 龙泽园驿站")
    }
}
