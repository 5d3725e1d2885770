package import FieldRecords
package import Store

/// Records as a GeoJSON FeatureCollection (RFC 7946): a point where the form's first position field is filled in, and no
/// geometry where it is not; the columns of the table as properties.
package struct GeoJSONWriter: TableWriter {
    private let columns: [TableColumn]
    private let positionField: Field?
    private let language: Language
    private let sink: ByteSink
    private var isFirst = true

    package init(_ form: FormHistory, language: Language, sink: @escaping ByteSink) {
        columns = TableColumn.all(of: form)
        positionField = form.positionField
        self.language = language
        self.sink = sink
    }

    package mutating func begin() throws {
        try sink(Array("{\"type\":\"FeatureCollection\",\"features\":[".utf8))
    }

    package mutating func add(_ record: ExportedRecord) throws {
        var bytes = Array((isFirst ? "\n" : ",\n").utf8)
        isFirst = false
        feature(record).appendJSON(to: &bytes)
        try sink(bytes)
    }

    package mutating func finish() throws {
        try sink(Array("\n]}\n".utf8))
    }

    private func feature(_ record: ExportedRecord) -> JSONValue {
        let properties = columns.map { JSONMember($0.name, record.cell($0, in: language).json) }
        return .object([
            JSONMember("type", "Feature"), JSONMember("id", .string(record.number)),
            JSONMember("geometry", positionField.flatMap { record.position($0) }?.geometry ?? .null),
            JSONMember("properties", .object(properties)),
        ])
    }
}

extension GeoPoint {
    /// Longitude comes first.
    fileprivate var geometry: JSONValue {
        let coordinates = [longitude, latitude] + (altitude.map { [$0] } ?? [])
        return ["type": "Point", "coordinates": .array(coordinates.map(JSONValue.decimal))]
    }
}

extension Cell {
    fileprivate var json: JSONValue {
        switch self {
        case .empty: .null
        case .text(let text): .string(text)
        case .integer(let number): .integer(number)
        case .decimal(let number): .decimal(number)
        case .date(let date): .string(date.description)
        case .time(let time): .string(time.description)
        case .moment(let moment): .string(moment.description)
        }
    }
}
