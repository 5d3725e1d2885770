package import FieldRecords
package import Store

/// The open formats that records go out in.
package enum TableFormat: String, CaseIterable, Sendable {
    case csv, geojson, xlsx, jsonl
}

/// Where the bytes of a file go, piece by piece.
package typealias ByteSink = ([UInt8]) throws -> Void

/// Writes the records of one form as a file, record by record, in the memory of a few.
package protocol TableWriter {
    mutating func begin() throws
    mutating func add(_ record: ExportedRecord) throws
    mutating func finish() throws
}

extension FormHistory {
    /// The first field that holds a position; nil where the form has none.
    package var positionField: Field? { fields.first { $0.type == .geopoint } }
}

extension TableFormat {
    /// The writer of a form's records.
    ///
    /// - Throws: ``ReportsError/noPositionField(form:)`` for GeoJSON of a form without a position.
    package func writer(
        of form: FormHistory, language: Language, utcOffsetMinutes: Int, sink: @escaping ByteSink
    ) throws -> any TableWriter {
        switch self {
        case .csv: return CSVWriter(form, language: language, sink: sink)
        case .jsonl: return JSONLinesWriter(sink: sink)
        case .xlsx: return XLSXWriter(form, language: language, utcOffsetMinutes: utcOffsetMinutes, sink: sink)
        case .geojson:
            guard form.positionField != nil else { throw ReportsError.noPositionField(form: form.name) }
            return GeoJSONWriter(form, language: language, sink: sink)
        }
    }
}
