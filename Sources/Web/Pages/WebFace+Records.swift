import Device
import FieldRecords
import HTTPTypes
import Hummingbird

extension WebFace {
    func addRecords(to router: Router<Visit>) {
        router.get("/record/:number") { request, visit in
            let number = try visit.named("number")
            let (record, seen, history, view) = try await ask { device in
                // First what counts as seen: what comes in while the rest is read does not.
                let seen = try device.seenRecord(number: number)
                let record = try device.record(number: number, showPersonal: false)
                let opened = record.isDeleted ? nil : try device.openForm(number: number)
                let view = try? device.fillIn(form: record.form, opened: opened, typed: [:])
                return (record, seen, try device.history(number: number), view)
            }
            let content = RecordPage(record, seen: seen, history: history, view: view, language: visit.language)
            return try await page(
                "record", content, title: Phrase("\(content.number) \(content.title)"), room: .list, request, visit)
        }
        router.post("/record/:number/delete") { _, visit in
            try await decide(visit, by: { try $0.deleteRecord($1, by: visit.writer) }) {
                $0.isDeleted ? .deleted : .keptUp
            }
        }
        router.post("/record/:number/undelete") { _, visit in
            try await decide(visit, by: { try $0.undeleteRecord($1, by: visit.writer) }) {
                $0.isDeleted ? .keptDeleted : .restored
            }
        }
        router.post("/record/:number/settle") { _, visit in
            let field = visit.form["field"] ?? ""
            let keep = visit.form["keep"].flatMap { $0.isEmpty ? nil : $0 }
            let typed = keep == nil ? visit.form["f-\(field)"] ?? "" : nil
            return try await decide(
                visit, by: { try $0.settle($1, field: field, typed: typed, keep: keep, by: visit.writer) },
                outcome: { $0.conflicts.contains { $0.field == field } ? .settledInPart : .settled })
        }
        router.get("/photo/:digest") { _, visit in
            let digest = try visit.named("digest")
            guard let photo = try await ask({ try $0.photo(digest: digest) }), photo.mediaType.hasPrefix("image/")
            else {
                throw PageRefusal.noSuchPage
            }
            return Response(
                status: .ok,
                headers: [.contentType: photo.mediaType, .cacheControl: "private, max-age=31536000, immutable"],
                body: .init(byteBuffer: ByteBuffer(bytes: photo.content)))
        }
    }
}

extension WebFace {
    /// Does what somebody decided about a record as their page showed it, and goes back to it.
    ///
    /// - Parameter outcome: what is said of the record as it stands then: what came meanwhile may leave it undecided.
    private func decide(
        _ visit: Visit, by deed: @escaping @Sendable (Device, SeenRecord) throws -> SavedRecord,
        outcome: @escaping @Sendable (RecordView) -> PageNotice
    ) async throws -> Response {
        let (number, token) = (try visit.named("number"), visit.form["seen"] ?? "")
        let record = try await ask { device in
            let saved = try deed(device, try device.seenRecord(number: number, token: token))
            return try device.record(number: saved.number, showPersonal: false)
        }
        return redirect(to: "/record/\(record.number.inPath)?done=\(outcome(record).rawValue)")
    }
}

extension Visit {
    /// Who writes; nil for the device's own name.
    var writer: String? { author.isEmpty ? nil : author }
}
