import Causality
package import FieldRecords
package import Store

/// A record on its way out: what its place is called, and which of its values may be seen.
package struct ExportedRecord: Sendable {
    package let number: String
    package let form: String
    package let version: String
    package let place: String
    package let station: String
    package let town: String
    package let conflicts: [String]
    /// Of fields that the form knows; personal ones masked where nobody asked for them.
    package let fields: [String: FieldValue]
    /// The files that it names: the field, the name in the archive of photos, the content's digest.
    package let files: [(field: String, name: String, digest: [UInt8])]
}

/// Makes ``ExportedRecord``s of one form: names of places and devices are looked up once.
package struct RecordExporter {
    let form: FormHistory
    /// What stands for a personal value; nil to show it.
    let mask: String?
    private let labels: [ReplicaID: String]
    private let nodes: [UInt64: StoredNode]
    private let towns: TownNames

    package init(_ reading: StoreReading, scope: ReportScope, form: FormHistory, mask: String?) throws {
        self.form = form
        self.mask = mask
        labels = try reading.replicaLabels()
        nodes = Dictionary(scope.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        towns = TownNames(scope)
    }

    package func exported(_ record: StoredRecord) -> ExportedRecord {
        let number = "\(labels[record.name.replica] ?? "?")-\(record.name.number)"
        let node = nodes[record.place.node]
        var fields: [String: FieldValue] = [:]
        var files: [(field: String, name: String, digest: [UInt8])] = []
        for field in form.fields {
            guard let value = record.fields[field.name] else { continue }
            if let mask, form.personalNames.contains(field.name) {
                fields[field.name] = .text(mask)
                continue
            }
            fields[field.name] = value
            if case .file(let file) = value {
                files.append((field.name, RecordExporter.fileName(number, field.name, file), file.digest))
            }
        }
        return ExportedRecord(
            number: number, form: record.form.name, version: record.form.version,
            place: node?.code ?? record.place.nodeText, station: node?.name ?? "", town: towns[record.place.node],
            conflicts: record.conflicts, fields: fields, files: files)
    }

    /// `037-214-photo.jpg`: a name that every system takes, and that leads back to the record.
    private static func fileName(_ number: String, _ field: String, _ file: FileReference) -> String {
        let endings = [
            "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "application/pdf": "pdf",
        ]
        let safe = String(
            "\(number)-\(field)".unicodeScalars.map { scalar -> Character in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "-._".unicodeScalars.contains(scalar))
                    ? Character(scalar) : "_"
            })
        return "\(safe).\(endings[file.mediaType] ?? "bin")"
    }
}

extension ExportedRecord {
    /// The cell of a column.
    ///
    /// - Parameter language: of the choices' labels.
    package func cell(_ column: TableColumn, in language: Language) -> Cell {
        switch column.source {
        case .number: .text(number)
        case .place: .text(place)
        case .station: .text(station)
        case .town: .text(town)
        case .version: .text(version)
        case .conflicts: conflicts.isEmpty ? .empty : .text(conflicts.joined(separator: " "))
        case .value(let field): fields[field.name].map { Cell($0, of: field.type) } ?? .empty
        case .label(let field): label(field, language)
        case .latitude(let field): position(field).map { .decimal($0.latitude) } ?? .empty
        case .longitude(let field): position(field).map { .decimal($0.longitude) } ?? .empty
        case .file(let field):
            files.first { $0.field == field.name }.map { .text($0.name) }
                ?? fields[field.name].map { Cell($0, of: .text) } ?? .empty
        }
    }

    private func label(_ field: Field, _ language: Language) -> Cell {
        let codes: [String] =
            switch fields[field.name] {
            case .text(let code): [code]
            case .list(let codes): codes
            default: []
            }
        guard !codes.isEmpty else { return .empty }
        let labels = codes.map { field.choice($0)?.label.text(in: language) ?? $0 }
        return .text(labels.joined(separator: language == .zh ? "、" : ", "))
    }

    func position(_ field: Field) -> GeoPoint? {
        guard case .text(let text)? = fields[field.name] else { return nil }
        return GeoPoint(text)
    }
}

/// A position on Earth as ODK writes it: latitude, longitude, and where it is known the altitude in metres.
struct GeoPoint: Hashable {
    let latitude: Double
    let longitude: Double
    let altitude: Double?

    init?(_ text: String) {
        let parts = text.split(separator: " ").map { Double($0) }
        guard (2...4).contains(parts.count), let latitude = parts[0], let longitude = parts[1],
            (-90...90).contains(latitude), (-180...180).contains(longitude)
        else { return nil }
        self.latitude = latitude
        self.longitude = longitude
        altitude = parts.count > 2 ? parts[2].flatMap { $0.isFinite ? $0 : nil } : nil
    }
}
