import Device
import FieldRecords
import HTTPTypes
import Hummingbird

extension WebFace {
    func addRecords(to router: Router<Visit>) {
        router.get("/record/:number") { request, visit in
            let number = try visit.named("number")
            let (record, history, view) = try await ask { device in
                let record = try device.record(number: number, showPersonal: false)
                let opened = record.isDeleted ? nil : try device.openForm(number: number)
                let view = try? device.fillIn(form: record.form, opened: opened, typed: [:])
                return (record, try device.history(number: number), view)
            }
            let content = RecordPage(record, history: history, view: view, language: visit.language)
            return try await page(
                "record", content, title: Phrase("\(content.number) \(content.title)"), room: .list, request, visit)
        }
        router.post("/record/:number/delete") { _, visit in
            let (number, author) = (try visit.named("number"), visit.writer)
            try await ask { try $0.deleteRecord(number: number, by: author) }
            return redirect(to: "/record/\(number.inPath)?done=deleted")
        }
        router.post("/record/:number/undelete") { _, visit in
            let (number, author) = (try visit.named("number"), visit.writer)
            try await ask { try $0.undeleteRecord(number: number, by: author) }
            return redirect(to: "/record/\(number.inPath)?done=restored")
        }
        router.post("/record/:number/settle") { _, visit in
            let (number, author) = (try visit.named("number"), visit.writer)
            let field = visit.form["field"] ?? ""
            let keep = visit.form["keep"].flatMap { $0.isEmpty ? nil : $0 }
            let typed = visit.form["f-\(field)"]
            _ = try await ask {
                try $0.settle(
                    number: number, field: field, typed: keep == nil ? typed ?? "" : nil, keep: keep, by: author)
            }
            return redirect(to: "/record/\(number.inPath)?done=settled")
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

extension Visit {
    /// Who writes; nil for the device's own name.
    var writer: String? { author.isEmpty ? nil : author }
}
