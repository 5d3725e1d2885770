import Foundation
import Testing

@testable import CommandsTests

extension PageTests {
    @Test("the district sees who was heard from, its figures and its map; it enrols a station and revokes a device")
    func district() async throws {
        let (browser, station, scratch) = try await begin()
        let host = try neighbourhood.host
        try await scratch.done(
            "037", "record", "add", "station", "name=龙泽园驿站", "location=40.0713 116.3365", "lead=李明")
        try FileManager.default.createDirectory(
            at: scratch.folder.appending(path: "d"), withIntermediateDirectories: true)
        for home in ["037", "host"] { try await scratch.done(home, "stick", "d") }
        try await browser.open(host.origin)
        try await browser.press("全区")
        try await browser.wait("location.pathname === '/district'")
        let first = try await browser.script("return document.querySelector('section h2').innerText").text
        #expect(first == "覆盖", "coverage comes first")
        try await browser.wait("document.querySelector('.lead').innerText.length > 8")
        try await browser.wait("document.querySelectorAll('.figures li').length >= 10")
        try await browser.wait("document.querySelectorAll('svg.map .heard').length === 1")
        try await browser.see("未办结的诉求")

        let downloads = scratch.folder.appending(path: "downloads")
        try FileManager.default.createDirectory(at: downloads, withIntermediateDirectories: true)
        try await browser.devTools(
            "Browser.setDownloadBehavior", ["behavior": "allow", "downloadPath": downloads.path])
        try await browser.type("霍营驿站", into: "驿站名称")
        try await browser.type("038", into: "编号（可不填）")
        try await browser.press("下载邀请文件")
        let invitation = downloads.appending(path: "yilu-invitation-038.json")
        try await arrival(of: invitation)
        try await scratch.done("038", "join", invitation.path, "--by", "王芳")
        try await scratch.done("038", "record", "add", "activity", "title=一")
        for home in ["038", "host"] { try await scratch.done(home, "stick", "d") }

        try await browser.reload()
        try await browser.see("038")
        let row =
            "[...document.querySelectorAll('tr')].find((one) => one.innerText.startsWith('038') && one.querySelector('[name=replica]'))"
        try await browser.script("\(row).querySelector('summary').click()")
        // Without the tick nothing is done.
        try await browser.script("\(row).querySelector('button').click()")
        try await browser.see("没有确认")
        try await browser.open("\(host.origin)/district")
        try await browser.script("\(row).querySelector('summary').click()")
        try await browser.script("\(row).querySelector('input[type=checkbox]').click()")
        try await browser.script("\(row).querySelector('button').click()")
        try await browser.see("已吊销这台设备")
        let members = try await scratch.answer("host", "member", "list").elements
        #expect(
            members.first { $0["replica"]?.text == "038" }?["standing"]?.text == "revoked", "\(members.map(\.value))")
        // A station has no such page.
        try await browser.open(station.origin)
        #expect(try await browser.text().contains("全区") == false)
    }

    @Test("the report fits a phone: a table that is wider scrolls by itself")
    func narrowReport() async throws {
        let (browser, _, _) = try await begin()
        let scratch = try Scratch()
        try await scratch.makeDistrict(towns: ["百善镇", "霍营街道"])
        for (code, town) in [("041", "百善镇"), ("042", "霍营街道")] {
            try await scratch.makeStation(code, town: town)
            try await scratch.done("host", "record", "add", "visit", "services=rest", "--place", code)
        }
        let host = try PageServer(scratch, "host")
        defer { host.stop() }
        try await browser.setScreen(.phone)
        try await browser.open("\(host.origin)/district/report")
        try await browser.wait("document.querySelector('.wide').scrollWidth > innerWidth")
        #expect(try await browser.script("return document.scrollingElement.scrollWidth <= innerWidth").isTrue)
    }

    /// Waits for a file that the browser puts in place when it is whole.
    private func arrival(of file: URL) async throws {
        let end = Date().addingTimeInterval(20)
        while !FileManager.default.fileExists(atPath: file.path) {
            try #require(Date() < end, "no file came")
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
