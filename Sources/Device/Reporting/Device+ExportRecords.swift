import Causality
package import FieldRecords
import Foundation
package import Reports
import Store

/// Which records go out, and how.
package struct RecordExportRequest: Sendable {
    /// A form; nil for all.
    package var form: String?
    package var format: TableFormat
    /// The file; for all forms a folder.
    package var out: String
    /// A code or a name; nil for all that the device holds.
    package var place: String?
    /// An archive for photos and other files; for all forms there always is one where there are files.
    package var photos: String?
    package var showsPersonal: Bool
    package var language: Language

    package init(
        form: String?, format: TableFormat, out: String, place: String?, photos: String?, showsPersonal: Bool,
        language: Language
    ) {
        self.form = form
        self.format = format
        self.out = out
        self.place = place
        self.photos = photos
        self.showsPersonal = showsPersonal
        self.language = language
    }
}

/// What an export of records wrote.
package struct RecordExport: Sendable {
    package struct File: Sendable {
        package let name: String
        package let form: String
        package let records: Int
        package let bytes: Int
    }

    package var files: [File] = []
    /// The archive of photos; nil where none was written.
    package var photosFile: String?
    package var photos = 0
    /// Photos that are still at the station.
    package var photosMissing = 0
}

extension Device {
    /// Writes the records that this device holds in an open format, as of one moment.
    ///
    /// Each file is there whole or not at all.
    ///
    /// - Parameter progress: told how many records of which form are written.
    package func exportRecords(
        _ request: RecordExportRequest, progress: (String, Int) -> Void
    ) throws -> RecordExport {
        try read { reading, own in
            let scope = try Device.scope(
                of: ReportRequest(place: request.place), reading, own, now: own.moment(environment.now()))
            let all = try reading.formHistories()
            if let form = request.form { _ = try Device.form(named: form, in: reading) }
            let forms = all.filter { form in
                guard let wanted = request.form else { return request.format != .geojson || form.positionField != nil }
                return form.name == wanted
            }
            if request.form == nil { try makeFolder(request.out) }
            let output = RecordOutput(request: request, home: options.home, reading: reading, scope: scope)
            try output.requirePhotosApart(from: forms)
            var export = RecordExport()
            var photos: [(name: String, digest: [UInt8])] = []
            for form in forms {
                export.files.append(try output.write(form, photos: &photos, progress: progress))
            }
            try output.writePhotos(photos, into: &export)
            if request.form == nil { try output.writeColumns(forms, export) }
            return export
        }
    }
}
