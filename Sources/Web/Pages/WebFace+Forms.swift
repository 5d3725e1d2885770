import Device
import FieldRecords
import HTTPTypes
import Hummingbird

extension WebFace {
    func addForms(to router: Router<Visit>) {
        router.get("/new/:form") { request, visit in
            let page = Filling(form: try visit.named("form"), once: WebFace.newName())
            return try await showForm(page, request, visit)
        }
        router.post("/new/:form") { request, visit in
            let name = try visit.named("form")
            let once = try Visit.savingName(visit.form["once"])
            let (form, home) = try await ask { (try $0.form(named: name), try $0.home()) }
            let author = visit.writer
            let sent = SentFields(visit.form, form: form, opened: nil, writer: author ?? home.author)
            var page = Filling(form: name, once: once ?? "", sent: sent)
            guard try await isSound(page) else {
                return try await showForm(page, request, visit, status: .unprocessableContent)
            }
            do {
                let saved = try await ask {
                    try $0.addRecord(
                        form: name, FormPage.inputs(sent.meant, form: form), place: nil, by: author, once: once)
                }
                return redirect(to: "/record/\(saved.number.inPath)?done=saved&draft=new/\(name.inPath)")
            } catch let error as DeviceError where error.taken != nil {
                // Under its name it could never be saved: what was typed goes on under another.
                page.once = WebFace.newName()
                page.refusal = error
                return try await showForm(page, request, visit, status: .conflict)
            }
        }
        router.get("/record/:number/edit") { request, visit in
            let number = try visit.named("number")
            let (record, opened) = try await ask {
                (try $0.record(number: number, showPersonal: false), try $0.openForm(number: number))
            }
            return try await showForm(Filling(form: record.form, opened: opened), request, visit)
        }
        router.post("/record/:number/edit") { request, visit in
            let number = try visit.named("number")
            let token = visit.form["opened"] ?? ""
            let (opened, form) = try await ask {
                let opened = try $0.openedForm(number: number, token: token)
                let record = try $0.record(number: opened.number, showPersonal: false)
                return (opened, try $0.form(named: record.form))
            }
            let sent = SentFields(visit.form, form: form, opened: opened, writer: "")
            let page = Filling(form: form.name, opened: opened, sent: sent)
            guard try await isSound(page) else {
                return try await showForm(page, request, visit, status: .unprocessableContent)
            }
            let inputs = FormPage.inputs(sent.meant, form: form)
            let author = visit.writer
            let saved = try await ask { try $0.editRecord(opened, inputs, by: author) }
            let done: PageNotice = saved.isChanged ? .saved : .unchanged
            return redirect(to: "/record/\(saved.number.inPath)?done=\(done.rawValue)&draft=record/\(number.inPath)")
        }
    }

    /// One filling in of a form.
    private struct Filling: Sendable {
        let form: String
        /// Nil for a new record.
        var opened: OpenedForm?
        var once = ""
        /// Nil where nothing was sent yet.
        var sent: SentFields?
        var refusal: DeviceError?
    }

    /// Names one saving.
    private static func newName() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }

    /// Whether all that was sent can be saved.
    private func isSound(_ page: Filling) async throws -> Bool {
        guard let sent = page.sent, sent.leftOut.isEmpty else { return false }
        return try await ask { try $0.fillIn(form: page.form, opened: page.opened, typed: sent.meant) }.state.isSound
    }

    private func showForm(
        _ page: Filling, _ request: Request, _ visit: Visit, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (view, usual) = try await ask { device in
            (
                try device.fillIn(form: page.form, opened: page.opened, typed: page.sent?.meant ?? [:]),
                try device.usualFields(ofForm: page.form)
            )
        }
        let content = FormPage(
            view, usual: usual, number: page.opened?.number, opened: page.opened?.token(without: view.hidden) ?? "",
            once: page.once, sent: page.sent, refusal: page.refusal, language: visit.language)
        return try await self.page(
            "form", content, title: view.form.title, room: .none, request, visit, status: status)
    }
}
