import Foundation
import Testing

@testable import CommandsTests

extension PageTests {
    @Test("every page, in both languages, on a phone and on a laptop, can be used by everybody; pictures are left")
    func everyPage() async throws {
        let (browser, station, _) = try await begin()
        let shared = try neighbourhood
        let pages = try await shared.furnish()
        let folder = Neighbourhood.pictures
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for language in ["zh", "en"] {
            try await browser.setLanguages(language)
            for screen in Browser.Screen.allCases {
                try await browser.setScreen(screen)
                for (name, page, path) in pages {
                    try await browser.open(page.origin + path)
                    try await browser.wait("document.querySelector('main')")
                    let faults = try await Inspection.faults(in: browser)
                    #expect(faults.isEmpty, "\(name), \(language), \(screen): \(faults.joined(separator: "\n"))")
                    try await browser.screenshot(
                        to: folder.appending(path: "\(screen)-\(language)-\(name).png"))
                }
            }
        }
        _ = station
        print("Pictures of every page: \(folder.path)")
    }
}

extension PageTests {
    @Test("what is looked for in every page would be found")
    func inspection() async throws {
        let (browser, station, _) = try await begin()
        try await browser.open(station.origin)
        #expect(try await Inspection.faults(in: browser).isEmpty)
        try await browser.script(
            """
            document.querySelector('main').insertAdjacentHTML('beforeend', `<h4>x</h4><input id="name"><button></button>
              <img src="/look/icon.svg"><input type="radio"><table><tr><td>x</td></tr></table>`);
            const faint = document.createElement('p');
            faint.textContent = 'x';
            faint.style.color = '#bbb';
            const wide = document.createElement('p');
            wide.textContent = 'x';
            wide.style.width = '3000px';
            const small = document.createElement('button');
            small.textContent = 'x';
            small.style.cssText = 'min-height: 0; padding: 0';
            document.querySelector('main').append(faint, wide, small);
            """)
        let faults = try await Inspection.faults(in: browser).joined(separator: "\n")
        for word in [
            "no label", "nameless", "no alt", "outside a named group", "without headings", "id name twice",
            "a heading skips", "contrast", "scrolls sideways", " px: <button",
        ] { #expect(faults.contains(word), "\(word) in \(faults)") }
    }
}

extension Neighbourhood {
    /// Puts in what pages must cope with, and names the pages to look at.
    fileprivate func furnish() async throws -> [(name: String, page: PageServer, path: String)] {
        func add(_ arguments: String...) async throws -> String {
            let outcome = try await scratch.yilu("037", ["record", "add"] + arguments + ["--json"])
            return try #require(try outcome.json["number"]?.text, "\(outcome.errors)")
        }
        let long = String(repeating: "换电柜坏了三天没有人来修，骑手只好把电池背回家充。", count: 40)
        let issue = try await add(
            "issue", "kind=charging", "title=门口没有充电的地方", "detail=\(long)", "raised_by=刘师傅",
            "location=40.0713 116.3365", "note=\(String(repeating: "x", count: 300))")
        let two = try await add("issue", "kind=rest", "title=没有地方坐")
        let deleted = try await add("activity", "title=写错了的活动")
        try await scratch.done("037", "record", "delete", deleted)
        let visit = try await add("visit", "services=hot_water,rest,charge", "people=3", "courier_kind=parcel")
        _ = try await add("station", "name=龙泽园驿站", "location=40.0713 116.3365", "lead=李明", "phone=13800000000")
        try Data(Neighbourhood.survey.utf8).write(to: scratch.folder.appending(path: "survey.csv"))
        try await scratch.done("host", "form", "add", "survey.csv")
        try FileManager.default.createDirectory(
            at: scratch.folder.appending(path: "look"), withIntermediateDirectories: true)
        for home in ["037", "host", "037"] { try await scratch.done(home, "stick", "look") }
        try await scratch.done("host", "record", "edit", two, "status=assigned", "title=没有椅子")
        try await scratch.done("037", "record", "edit", two, "status=resolved", "title=没有地方坐，也没有桌子")
        for home in ["host", "037"] { try await scratch.done(home, "stick", "look") }
        return [
            ("today", station, "/"), ("form-issue", station, "/new/issue"), ("form-visit", station, "/new/visit"),
            ("form-station", station, "/new/station"), ("form-survey", station, "/new/survey"),
            ("edit", station, "/record/\(issue)/edit"), ("record", station, "/record/\(visit)"),
            ("record-long", station, "/record/\(issue)"), ("record-conflicts", station, "/record/\(two)"),
            ("record-deleted", station, "/record/\(deleted)"), ("list", station, "/list"),
            ("list-issues", station, "/list?form=issue"), ("list-empty", station, "/list?q=nothing+like+it"),
            ("sync", station, "/sync"), ("trouble", station, "/nothing"), ("host-today", host, "/"),
            ("host-sync", host, "/sync"), ("district", host, "/district"),
        ]
    }

    /// A form with every type of field, groups, twelve choices and a filter.
    private static let survey = """
        survey
        ,type,name,label::中文 (zh),label::English (en),hint::中文 (zh),hint::English (en),required,relevant,calculation,choice_filter,appearance
        ,begin_group,who,谁,Who,,,,,,,
        ,note,hello,请当面问，不要代填。,"Ask in person, do not fill it in for them.",,,,,,,
        ,text,name,称呼,What to call them,不用写全名,No need for the full name,yes,,,,
        ,select_one street,street,街道,Street,,,yes,,,,
        ,select_one estate,estate,小区,Estate,,,,,,street=${street},
        ,end_group,who,,,,,,,,,
        ,begin_group,work,工作,Work,,,,,,,
        ,integer,orders,每天单数,Orders a day,,,,,,,
        ,integer,days,每月天数,Days a month,,,,,,,
        ,calculate,month,每月单数,Orders a month,,,,,${orders} * ${days},,
        ,decimal,hours,每天小时,Hours a day,,,,,,,
        ,time,starts,几点出门,Leaves home at,,,,,,,
        ,dateTime,met,见面时间,Met at,,,,,,,
        ,acknowledge,agrees,同意把这些告诉街道,Agrees that the town is told,,,,,,,
        ,end_group,work,,,,,,,,,
        choices
        ,list_name,name,label::中文 (zh),label::English (en),street
        ,street,hlg,回龙观,Huilongguan,
        ,street,hy,霍营,Huoying,
        ,estate,e1,龙泽苑,Longzeyuan,hlg
        ,estate,e2,云趣园,Yunquyuan,hlg
        ,estate,e3,风雅园,Fengyayuan,hlg
        ,estate,e4,流星花园,Liuxing Garden,hlg
        ,estate,e5,龙腾苑,Longtengyuan,hlg
        ,estate,e6,北店嘉园,Beidian Jiayuan,hlg
        ,estate,e7,新龙城,Xinlongcheng,hlg
        ,estate,e8,华龙苑,Hualongyuan,hy
        ,estate,e9,霍营小区,Huoying Estate,hy
        ,estate,e10,田园风光,Tianyuan Fengguang,hy
        ,estate,e11,上坡佳园,Shangpo Jiayuan,hy
        ,estate,e12,流星花园三区,Liuxing Garden three,hy
        settings
        ,form_id,form_title::中文 (zh),form_title::English (en),version
        ,survey,小哥访谈,Courier survey,1

        """
}
