import Causality
import FieldRecords
import Reports
import Store

/// Writes the files of one export.
struct RecordOutput {
    /// Records between two words of progress.
    private static let progressRecords = 1_000

    let request: RecordExportRequest
    /// The device's folder.
    let home: String
    let reading: StoreReading
    let scope: ReportScope

    private func path(_ name: String) -> String { request.form == nil ? "\(request.out)/\(name)" : request.out }

    private func table(of form: FormHistory) -> String { path("\(form.name).\(request.format.rawValue)") }

    private var columns: String { path("README.md") }

    /// - Throws: `DeviceError` where the archive of photos is to be one of the other files.
    func requirePhotosApart(from forms: [FormHistory]) throws {
        guard let photos = request.photos else { return }
        let others = forms.map(table) + [columns]
        guard others.contains(where: { $0 == photos || isSameFile($0, photos) }) else { return }
        throw DeviceError(
            .usage,
            what: Phrase(
                zh: "\(photos) 不能既装记录又装照片", en: "\(photos) cannot hold the records and the photos both"),
            advice: Phrase(zh: "请给 --photos 另一个文件名。", en: "Give --photos a file of its own."))
    }

    func write(
        _ form: FormHistory, photos: inout [(name: String, digest: [UInt8])], progress: (String, Int) -> Void
    ) throws -> RecordExport.File {
        let name = table(of: form)
        let file = try OutputFile(path: name, sparing: home)
        let output = BufferedSink(file.write)
        var writer = try request.format.writer(
            of: form, language: request.language, utcOffsetMinutes: scope.utcOffsetMinutes, sink: output.write)
        let exporter = try RecordExporter(
            reading, scope: scope, form: form, mask: request.showsPersonal ? nil : PersonalMask.text)
        let nodes = scope.countedNodes
        var count = 0
        try writer.begin()
        try reading.records(RecordQuery(form: form.name)) { record in
            guard nodes?.contains(record.place.node) ?? true else { return true }
            let exported = exporter.exported(record)
            try writer.add(exported)
            photos += exported.files.map { ($0.name, $0.digest) }
            count += 1
            if count.isMultiple(of: RecordOutput.progressRecords) { progress(form.name, count) }
            return true
        }
        try writer.finish()
        try output.flush()
        try file.finish()
        return RecordExport.File(name: name, form: form.name, records: count, bytes: file.bytes)
    }

    func writePhotos(_ photos: [(name: String, digest: [UInt8])], into export: inout RecordExport) throws {
        let name = request.photos ?? (request.form == nil && !photos.isEmpty ? path("photos.zip") : nil)
        guard let name else { return }
        let file = try OutputFile(path: name, sparing: home)
        let archive = PhotoArchive(reading, sink: file.write)
        for photo in photos { try archive.add(photo.name, digest: photo.digest) }
        try archive.finish()
        try file.finish()
        export.photosFile = name
        export.photos = archive.count
        export.photosMissing = archive.missing
    }

    func writeColumns(_ forms: [FormHistory], _ export: RecordExport) throws {
        let page = ColumnsPage(
            scope: scope, coverage: try Coverage(reading, scope: scope), format: request.format,
            showsPersonal: request.showsPersonal)
        let files = zip(forms, export.files).map { form, file in
            (form: form, file: "\(form.name).\(request.format.rawValue)", records: file.records)
        }
        let output = try OutputFile(path: columns, sparing: home)
        try output.write(Array(page.markdown(files, in: request.language).utf8))
        try output.finish()
    }
}

/// Gathers small pieces into large ones.
private final class BufferedSink {
    private static let bytesMax = 1 << 16

    private let sink: ByteSink
    private var buffer: [UInt8] = []

    init(_ sink: @escaping ByteSink) {
        self.sink = sink
    }

    func write(_ bytes: [UInt8]) throws {
        buffer += bytes
        if buffer.count >= BufferedSink.bytesMax { try flush() }
    }

    func flush() throws {
        guard !buffer.isEmpty else { return }
        try sink(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
