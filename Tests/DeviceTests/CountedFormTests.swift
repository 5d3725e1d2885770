import Device
import FieldRecords
import Testing

@Suite("A new version of a built-in form")
struct CountedFormTests {
    @Test(
        "keeps the types that figures go by",
        arguments: [
            ("issue", "dateTime,date,D\ntext,title,T", false), ("issue", "text,title,T", false),
            ("handout", "date,date,D\ntext,quantity,Q", false), ("visit", "date,date,D\ntext,services,S", false),
            ("handout", "date,date,D\ndecimal,quantity,Q\ntext,item,I", true), ("courier", "text,name,N", true),
        ])
    func counted(form: String, survey: String, isCounted: Bool) throws {
        let network = try TestNetwork()
        let rows = survey.split(separator: "\n").map { ",\($0)\n" }.joined()
        let csv = Array("survey\n,type,name,label\n\(rows)settings\n,form_id,version\n,\(form),7\n".utf8)
        if isCounted {
            #expect(try network.host.addForm(csv: csv).name == form)
        } else {
            expectFailure(.badData) { _ = try network.host.addForm(csv: csv) }
        }
    }
}
