import Device
import FieldRecords
import Testing

@Suite("A new version of a built-in form")
struct CountedFormTests {
    @Test(
        "keeps the types that figures go by",
        arguments: [
            ("issue", "dateTime,date,D,yes\ntext,title,T", false), ("issue", "text,title,T", false),
            ("handout", "date,date,D,yes\ntext,quantity,Q", false),
            ("visit", "date,date,D,yes\ntext,services,S", false),
            ("handout", "date,date,D,yes\ndecimal,quantity,Q\ntext,item,I", true), ("courier", "text,name,N", true),
        ])
    func counted(form: String, survey: String, isCounted: Bool) throws {
        let network = try TestNetwork()
        try expect(network.host, takes: survey, as: form, isCounted)
    }

    @Test(
        "has the day that figures go by in every record",
        arguments: [
            ("date,date,D", false), ("date,date,D,,today()", true), ("date,date,D,${item} = 'x'", false),
            ("date,date,D,yes,,${item} = 'x'", false),
            ("begin_group,g,G,,,${item} = 'x'\ndate,date,D,yes\nend_group", false),
            ("begin_group,g,G\ndate,date,D,yes\nend_group", true),
        ])
    func day(survey: String, isCounted: Bool) throws {
        let network = try TestNetwork()
        try expect(network.host, takes: survey + "\ntext,item,I", as: "handout", isCounted)
    }

    @Test("has the choice that a figure asks for", arguments: [("resolved", true), ("done", false)])
    func choice(code: String, isCounted: Bool) throws {
        let network = try TestNetwork()
        let survey = "date,date,D,yes\ndate,closed_on,C\nselect_one s,status,S"
        try expect(
            network.host, takes: survey, as: "issue", choices: "choices\n,list_name,name,label\n,s,\(code),X\n",
            isCounted)
    }

    private func expect(
        _ host: Device, takes survey: String, as form: String, choices: String = "", _ isCounted: Bool
    ) throws {
        let rows = survey.split(separator: "\n").map { ",\($0)\n" }.joined()
        let csv = Array(
            "survey\n,type,name,label,required,default,relevant\n\(rows)\(choices)settings\n,form_id,version\n,\(form),7\n"
                .utf8)
        if isCounted {
            #expect(try host.addForm(csv: csv).name == form)
        } else {
            expectFailure(.badData) { _ = try host.addForm(csv: csv) }
        }
    }
}
