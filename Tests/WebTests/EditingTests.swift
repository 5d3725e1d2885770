import Foundation
import Testing

@testable import CommandsTests

extension PageTests {
    /// A form whose values say more than the controls of a browser hold.
    private static let odd = """
        survey
        ,type,name,label::中文 (zh),relevant
        ,dateTime,when,何时,
        ,time,clock,几点,
        ,text,line,一行,
        ,decimal,dec,小数,
        ,select_one k,kind,类型,
        ,select_multiple k,kinds,多选,
        ,integer,extra,另外,${kind} = 'tea'
        choices
        ,list_name,name,label::中文 (zh)
        ,k,tea,茶
        ,k,soup,汤
        ,k,rice,饭
        settings
        ,form_id,form_title::中文 (zh),version
        ,odd,怪表,1
        """

    private func publish(_ name: String, _ version: Int, _ form: String, in scratch: Scratch) async throws {
        let file = "\(name)-\(version).csv"
        try scratch.write(form.replacing(",odd,怪表,1", with: ",\(name),怪表,\(version)"), to: file)
        try await scratch.done("host", "form", "add", file)
    }

    /// What the last change of a record at the host wrote.
    private func written(_ number: String, in scratch: Scratch) async throws -> [String: String] {
        let last = try #require(try await scratch.answer("host", "record", "history", number).elements.last)
        let fields = try #require(last["fields"])
        return Dictionary(
            uniqueKeysWithValues: fields.keys.map { name in
                let value = fields[name]
                return (name, value?.text ?? value?.number.map { "\($0)" } ?? "?")
            })
    }

    @Test("an edit writes what somebody touched and nothing else, whatever the controls hold of the rest")
    func untouched() async throws {
        let (browser, _, scratch) = try await begin()
        let host = try neighbourhood.host
        try await publish("odd", 1, PageTests.odd, in: scratch)
        let number = try #require(
            try await scratch.answer(
                "host", "record", "add", "odd", "when=2026-11-14T09:12:00+08:00", "clock=09:30:15+08:00",
                "line=first line\nsecond line", "dec=1", "kind=soup", "kinds=tea soup")["number"]?.text)
        // The district takes a choice out of the form.
        try await publish("odd", 2, PageTests.odd.replacing(",k,soup,汤\n", with: ""), in: scratch)
        let edit = "\(host.origin)/record/\(number)/edit"
        try await browser.open(edit)
        try await browser.see("soup（表单已没有这一项）")
        #expect(try await browser.value(of: "[name=f-line]") == "first line\nsecond line")
        try await browser.type("2", into: "小数")
        try await browser.press("保存")
        _ = try await browser.savedRecord()
        #expect(try await written(number, in: scratch) == ["dec": "2"])

        try await browser.open(edit)
        try await browser.setDate("10:45", of: "clock")
        try await browser.setDate("2026-11-15T09:12", of: "when")
        try await browser.press("保存")
        _ = try await browser.savedRecord()
        let written = try await written(number, in: scratch)
        #expect(written == ["clock": "10:45+08:00", "when": "2026-11-15T09:12:00+08:00"], "the offset stays")

        try await browser.open(edit)
        try await browser.press("保存")
        try await browser.see("没有变化")
    }

    @Test("a note of several lines is not written anew by an edit beside it")
    func severalLines() async throws {
        let (browser, station, scratch) = try await begin()
        let number = try #require(
            try await scratch.answer("037", "record", "add", "visit", "services=rest", "note=\none\ntwo")["number"]?
                .text)
        try await browser.open("\(station.origin)/record/\(number)/edit")
        #expect(try await browser.value(of: "[name=f-note]") == "\none\ntwo")
        try await browser.type("5", into: "人数")
        try await browser.press("保存")
        _ = try await browser.savedRecord()
        let last = try #require(try await scratch.answer("037", "record", "history", number).elements.last)
        #expect(last["fields"]?.keys == ["people"])
        // What is typed on several lines ends them as here.
        try await browser.open("\(station.origin)/record/\(number)/edit")
        try await browser.script("document.querySelector('[name=f-note]').value = 'a\\nb'")
        try await browser.press("保存")
        _ = try await browser.savedRecord()
        let note = try await scratch.answer("037", "record", "show", number)["fields"]?["note"]?.text
        #expect(note == "a\nb" && note?.unicodeScalars.count == 3)
    }

    @Test("what cannot be saved is seen, also where it is not asked any more")
    func hiddenFault() async throws {
        let (browser, _, scratch) = try await begin()
        let host = try neighbourhood.host
        try await publish("even", 1, PageTests.odd, in: scratch)
        try await browser.open("\(host.origin)/new/even")
        let (tea, rice) = ("[name=f-kind][value=tea]", "[name=f-kind][value=rice]")
        try await browser.click(try await browser.element(tea))
        try await browser.type("1.5", into: "另外")
        try await browser.click(try await browser.element(rice))
        try await browser.type("早班", into: "一行")
        try await browser.press("保存")
        try await browser.see("还没有保存")
        try await browser.type("2", into: "另外")
        // Asked no more, and nothing is wrong with it.
        try await browser.wait("document.querySelector('[data-field=extra]').hidden")
        try await browser.press("保存")
        let number = try await browser.savedRecord()
        #expect(try await scratch.answer("host", "record", "show", number)["fields"]?["line"]?.text == "早班")
    }

    @Test("what a browser holds of a number or a day only in part is told beside it, not saved as nothing")
    func halfWritten() async throws {
        let (browser, station, scratch) = try await begin()
        let before = try await scratch.numbers("037").count
        try await browser.open("\(station.origin)/new/visit")
        try await browser.click(try await browser.element("[name=f-services][value=rest]"))
        try await browser.type("1-", into: "人数")
        try await browser.press("保存")
        try await browser.see("没有写全")
        #expect(try await scratch.numbers("037").count == before)
        let backspace = "\u{E003}"
        try await browser.keys(backspace, to: try await browser.control("人数"))
        try await browser.seeNoMore("没有写全")
        try await browser.press("保存")
        _ = try await browser.savedRecord()
    }

    @Test("one of a few choices can be taken back")
    func takenBack() async throws {
        let (browser, station, scratch) = try await begin()
        try await browser.open("\(station.origin)/new/visit")
        try await browser.wait("document.querySelector('[data-field=courier_kind] [data-none]').hidden")
        try await browser.click(try await browser.element("[name=f-services][value=rest]"))
        try await browser.click(try await browser.element("[name=f-courier_kind][value=parcel]"))
        try await browser.press("不选")
        try await browser.press("保存")
        let number = try await browser.savedRecord()
        #expect(try await scratch.answer("037", "record", "show", number)["fields"]?["courier_kind"]?.text == nil)
    }
}
