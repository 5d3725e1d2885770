import Foundation
import Testing

@testable import CommandsTests

extension PageTests {
    @Test("what was typed survives a server that is killed, a reload, and a press on save in between")
    func draft() async throws {
        let (browser, _, scratch) = try await begin()
        let first = try PageServer(scratch, "037")
        try await browser.forget(first.origin)
        try await browser.open("\(first.origin)/new/issue")
        try await browser.press("报酬")
        try await browser.type("工资没有发", into: "标题")
        first.kill()
        try await browser.type("三个月的工资", into: "详情")
        try await browser.see("程序没有回应")
        let second = try PageServer(scratch, "037", port: first.port)
        try await browser.open(second.origin)
        try await browser.see("没写完的")
        try await browser.click(try await browser.element("#drafts a"))
        try await browser.see("这是上次没有保存的内容")
        #expect(try await browser.value(of: "[name=f-title]") == "工资没有发")
        try await browser.reload()
        try await browser.see("这是上次没有保存的内容")
        #expect(try await browser.value(of: "[name=f-detail]") == "三个月的工资")
        // The program is away at the very moment of saving: nothing is lost then either.
        second.kill()
        try await browser.press("保存")
        try await browser.see("程序没有回应")
        let third = try PageServer(scratch, "037", port: first.port)
        try await browser.press("保存")
        let number = try await browser.savedRecord()
        let record = try await scratch.answer("037", "record", "show", number)
        #expect(record["fields"]?["title"]?.text == "工资没有发")
        #expect(record["fields"]?["detail"]?.text == "三个月的工资")
        #expect(record["fields"]?["kind"]?.text == "pay")
        try await browser.open(third.origin)
        try await browser.see("工资没有发")
        try await browser.wait("document.getElementById('drafts').hidden")
        third.stop()
    }

    @Test("two presses on save make one record")
    func doublePress() async throws {
        let (browser, station, scratch) = try await begin()
        let before = try await scratch.numbers("037").count
        try await browser.open("\(station.origin)/new/activity")
        try await browser.type("扫雪", into: "主题")
        let button = try await browser.element(".actions .main")
        let origin = ["element-6066-11e4-a52e-4f735466cecf": button]
        let press: [[String: Any]] = [["type": "pointerDown", "button": 0], ["type": "pointerUp", "button": 0]]
        let move: [String: Any] = ["type": "pointerMove", "origin": origin, "x": 0, "y": 0]
        try await browser.command(
            "/actions",
            ["actions": [["type": "pointer", "id": "mouse", "actions": [move] + press + press] as [String: Any]]])
        let number = try await browser.savedRecord()
        // And once more from the form that the browser still has.
        try await browser.command("/back")
        try await browser.wait("location.pathname === '/new/activity'")
        #expect(try await scratch.numbers("037").count == before + 1)
        #expect(number.isEmpty == false)
    }

    @Test("what is typed on after the saving became a record goes on as another record, and nothing of it is lost")
    func usedName() async throws {
        let (browser, station, scratch) = try await begin()
        try await browser.open("\(station.origin)/new/activity")
        try await browser.type("扫雪", into: "主题")
        // The answer is lost: what the form sends becomes a record, and this page hears nothing of it.
        try await browser.script(
            """
            const form = document.querySelector('form.entry');
            const sent = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
            fetch(form.action, {method: 'POST', body: sent, redirect: 'manual'})
              .then(() => { document.body.dataset.sent = 'yes'; });
            """)
        try await browser.wait("document.body.dataset.sent === 'yes'")
        let numbers = Set(try await scratch.numbers("037"))
        try await browser.type("扫雪和铲冰", into: "主题")
        try await browser.press("保存")
        try await browser.see("内容与这次的不同")
        let taken = try await browser.script("return document.querySelector('#faults a').innerText").text ?? ""
        #expect(numbers.contains { taken.hasSuffix($0) }, "\(taken)")
        // Also from another day: the draft has the new name.
        try await browser.open(station.origin)
        try await browser.click(try await browser.element("#drafts a"))
        try await browser.see("这是上次没有保存的内容")
        #expect(try await browser.value(of: "[name=f-title]") == "扫雪和铲冰")
        try await browser.press("保存")
        let number = try await browser.savedRecord()
        #expect(!numbers.contains(number))
        #expect(try await scratch.answer("037", "record", "show", number)["fields"]?["title"]?.text == "扫雪和铲冰")
    }

    @Test("a link from elsewhere makes no browser forget a draft, and says nothing that was not done")
    func forgedAddress() async throws {
        let (browser, station, _) = try await begin()
        try await browser.open("\(station.origin)/new/issue")
        try await browser.type("写了二十分钟的诉求", into: "标题")
        try await browser.open("\(station.origin)/?done=revoked&draft=new/issue&seal=00")
        try await browser.see("没写完的")
        #expect(try await browser.text().contains("吊销") == false)
        try await browser.click(try await browser.element("#drafts a"))
        try await browser.see("这是上次没有保存的内容")
    }
}
