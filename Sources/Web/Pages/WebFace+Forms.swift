import Device
import FieldRecords
import HTTPTypes
import Hummingbird

extension WebFace {
    func addForms(to router: Router<Visit>) {
        router.get("/new/:form") { request, visit in
            let name = try visit.named("form")
            let once = WebFace.newName()
            return try await showForm(name, nil, once: once, typed: nil, request, visit)
        }
        router.post("/new/:form") { request, visit in
            let name = try visit.named("form")
            let typed = try await typed(name, visit)
            let once = try Visit.savingName(visit.form["once"])
            let view = try await ask { try $0.fillIn(form: name, opened: nil, typed: typed) }
            guard view.state.isSound else {
                return try await showForm(
                    name, nil, once: once ?? "", typed: typed, request, visit, status: .unprocessableContent)
            }
            let inputs = FormPage.inputs(typed, form: view.form)
            let author = visit.author
            let saved = try await ask { device in
                try device.addRecord(
                    form: name, inputs + FormPage.writer(author, form: view.form), place: nil,
                    by: author.isEmpty ? nil : author, once: once)
            }
            return redirect(to: "/record/\(saved.number.inPath)?done=saved&draft=new/\(name.inPath)")
        }
        router.get("/record/:number/edit") { request, visit in
            let number = try visit.named("number")
            let (record, opened) = try await ask {
                (try $0.record(number: number, showPersonal: false), try $0.openForm(number: number))
            }
            return try await showForm(record.form, opened, once: "", typed: nil, request, visit)
        }
        router.post("/record/:number/edit") { request, visit in
            let number = try visit.named("number")
            let token = visit.form["opened"] ?? ""
            let (record, opened) = try await ask {
                let opened = try $0.openedForm(number: number, token: token)
                return (try $0.record(number: opened.number, showPersonal: false), opened)
            }
            let typed = try await typed(record.form, visit)
            let view = try await ask { try $0.fillIn(form: record.form, opened: opened, typed: typed) }
            guard view.state.isSound else {
                return try await showForm(
                    record.form, opened, once: "", typed: typed, request, visit, status: .unprocessableContent)
            }
            let inputs = FormPage.changed(FormPage.inputs(typed, form: view.form), view, opened)
            let author = visit.author
            let saved = try await ask { try $0.editRecord(opened, inputs, by: author.isEmpty ? nil : author) }
            let done: PageNotice = saved.isChanged ? .saved : .unchanged
            return redirect(to: "/record/\(saved.number.inPath)?done=\(done.rawValue)&draft=record/\(number.inPath)")
        }
    }

    /// Names one saving.
    private static func newName() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }

    private func showForm(
        _ name: String, _ opened: OpenedForm?, once: String, typed: [String: String]?, _ request: Request,
        _ visit: Visit, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (view, usual) = try await ask {
            (try $0.fillIn(form: name, opened: opened, typed: typed ?? [:]), try $0.usualFields(ofForm: name))
        }
        let content = FormPage(
            view, usual: usual, number: opened?.number, opened: opened?.token(without: view.hidden) ?? "", once: once,
            typed: typed,
            language: visit.language)
        return try await page("form", content, title: view.form.title, room: .none, request, visit, status: status)
    }

    /// What was typed into the fields of a form that a person may set.
    private func typed(_ form: String, _ visit: Visit) async throws -> [String: String] {
        let fields = try await ask { try $0.form(named: form) }.fields.filter(\.isForInput)
        return Dictionary(
            fields.compactMap { field in visit.form["f-\(field.name)"].map { (field.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}
