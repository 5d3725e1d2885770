import Device
import FieldRecords
import HTTPTypes
import Hummingbird
import Reports

/// The interface for programs under `/api/v1`; `openapi.json` describes it.
extension WebFace {
    func addInterface(to router: Router<Visit>) {
        let api = router.group("api/v1")
        api.get("openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_json)))
        }
        // Only this page's own origin can read the answer, and only under its own name.
        api.get("token") { _, _ in json(["token": .string(token)]) }
        addRecordInterface(to: api)
        addFormInterface(to: api)
        api.get("status") { _, visit in
            let (status, home) = try await ask { (try $0.status(), try $0.home()) }
            return json([
                "network": .string(status.network), "replica": .string(status.replica), "place": .string(status.place),
                "placeName": .string(home.place.name), "records": .integer(Int64(status.records)),
                "conflicts": .integer(Int64(status.conflicts)),
                "waiting": [
                    "changes": .integer(Int64(status.waitingChanges)), "photos": .integer(Int64(status.waitingPhotos)),
                ],
            ])
        }
        api.get("report") { request, _ in
            let asked = try ReportRequest(asked: request.asked)
            return json(try await ask { try $0.report(asked, withRecords: true) }.json)
        }
        api.get("exchange") { _, visit in json(work.state.json(in: visit.language)) }
        api.get("drives") { _, _ in
            json(.array(Drives.plugged().map { ["path": .string($0), "name": .string(Drives.name(of: $0))] }))
        }
    }

    private static let linkField = HTTPField.Name("Link")!

    private func addRecordInterface(to api: RouterGroup<Visit>) {
        api.get("records") { request, _ in
            let asked = try RecordListRequest(askedByProgram: request.asked)
            guard try await ask({ try $0.takesChoice(of: asked) }) else { throw DeviceError.noChoice }
            let isPage = ["limit", "offset", "q", "choice", "kind", "order"].contains {
                request.asked($0) != nil
            }
            let page = try await ask { device in
                guard !isPage else { return try device.recordPage(asked) }
                var all: [RecordView] = []
                try device.records(
                    form: asked.form, place: asked.place, where: nil, limit: nil, includeDeleted: false,
                    showPersonal: false
                ) { all.append($0) }
                return RecordListPage(records: all, hasMore: false)
            }
            var response = json(.array(page.records.map(\.listJSON)))
            if page.hasMore {
                response.headers[WebFace.linkField] = request.next(offset: asked.offset + page.records.count)
            }
            return response
        }
        api.post("records") { _, visit in
            guard let form = try visit.sentText("form") else { throw visit.badBody }
            let (inputs, place, writer) = (try visit.sentInputs(), try visit.sentText("place"), try visit.writerSent())
            let once = try Visit.savingName(visit.sentText("once"))
            let saved = try await ask {
                try $0.addRecord(form: form, inputs, place: place, by: writer, once: once)
            }
            return json(saved.json, status: .created)
        }
        api.get("records/:number") { _, visit in
            let number = try visit.named("number")
            return json(try await ask { try $0.record(number: number, showPersonal: false) }.pageJSON)
        }
        api.patch("records/:number") { _, visit in
            let (number, inputs) = (try visit.named("number"), try visit.sentInputs())
            let writer = try visit.writerSent()
            return json(try await ask { try $0.editRecord(number: number, inputs, by: writer) }.json)
        }
        api.delete("records/:number") { _, visit in
            let (number, author) = (try visit.named("number"), visit.writer)
            try await ask { try $0.deleteRecord(number: number, by: author) }
            return Response(status: .noContent)
        }
        api.get("records/:number/history") { _, visit in
            let number = try visit.named("number")
            return json(.array(try await ask { try $0.history(number: number) }.map(\.json)))
        }
        api.get("conflicts") { _, _ in
            let conflicts = try await ask { device in
                var all: [FieldConflict] = []
                try device.conflicts { all.append($0) }
                return all
            }
            return json(.array(conflicts.map(\.json)))
        }
        api.post("photos") { _, visit in
            let content = Array(buffer: visit.body)
            let photo = try await ask { try $0.keepPhoto(content) }
            return json(FieldValue.file(photo).json, status: .created)
        }
    }

    private func addFormInterface(to api: RouterGroup<Visit>) {
        api.get("forms") { _, _ in json(.array(try await ask { try $0.forms() }.map(\.listJSON))) }
        api.get("forms/:form") { _, visit in
            let name = try visit.named("form")
            return json(try await ask { try $0.form(named: name) }.pageJSON)
        }
        api.post("forms/:form/fill") { _, visit in
            let name = try visit.named("form")
            let body = try visit.sentJSON()
            guard let members = body["typed"]?.members else { throw visit.badBody }
            let typed = Dictionary(
                members.compactMap { member in member.value.text.map { (member.key, $0) } },
                uniquingKeysWith: { first, _ in first })
            for name in ["number", "opened"] {
                if let given = body[name], given.text == nil { throw visit.badBody }
            }
            let (number, opened, author) = (body["number"]?.text, body["opened"]?.text, visit.writer)
            let view = try await ask { device in
                var form: OpenedForm?
                if let number, let opened { form = try device.openedForm(number: number, token: opened) }
                let meant = SentFields.meant(
                    typed, form: try device.form(named: name), opened: form,
                    writer: try author ?? device.home().author)
                return try device.fillIn(form: name, opened: form, typed: meant)
            }
            return json(view.json(in: visit.language))
        }
    }
}

extension Request {
    /// The address of the same list from further on, as a header `Link` gives it (RFC 8288).
    fileprivate func next(offset: Int) -> String {
        let others = (uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("offset=") }
        return "<\(uri.path)?\((others + ["offset=\(offset)"]).joined(separator: "&"))>; rel=\"next\""
    }
}
