package import FieldRecords
package import Store

/// One column of an exported table.
package struct TableColumn: Sendable {
    /// What a cell is taken from.
    package enum Source: Sendable {
        /// `037-214`.
        case number
        case place, station, town, version
        /// The names of the fields in conflict.
        case conflicts
        case value(Field)
        /// What the codes of a choice are called, beside them.
        case label(Field)
        case latitude(Field)
        case longitude(Field)
        /// The name of the file in the archive of photos.
        case file(Field)
    }

    /// For scripts: equal in both languages.
    package let name: String
    package let title: Phrase
    package let source: Source
    /// Masked unless asked for.
    package let isPersonal: Bool
}

extension TableColumn {
    /// The columns of a form: whose record, then a column a field, with what belongs beside it.
    package static func all(of form: FormHistory) -> [TableColumn] {
        var taken: Set<String> = []
        func column(_ name: String, _ title: Phrase, _ source: Source, isPersonal: Bool = false) -> TableColumn {
            var free = name
            var count = 1
            while !taken.insert(free.lowercased()).inserted {
                count += 1
                free = "\(name)_\(count)"
            }
            return TableColumn(name: free, title: title, source: source, isPersonal: isPersonal)
        }
        let whose = [
            column("_number", Phrase(zh: "编号", en: "Number"), .number),
            column("_place", Phrase(zh: "地点", en: "Place"), .place),
            column("_station", Phrase(zh: "地点名称", en: "Name of the place"), .station),
            column("_town", Phrase(zh: "街镇", en: "Town"), .town),
        ]
        // The fields' own names first, so that what stands beside them gives way.
        let values = form.fields.map { field in
            let isFile = field.type == .image || field.type == .file
            return column(
                field.name, field.label, isFile ? .file(field) : .value(field),
                isPersonal: form.personalNames.contains(field.name))
        }
        let fields = zip(form.fields, values).flatMap { field, value in
            [value]
                + beside(field).map { suffix, title, source in
                    column(field.name + suffix, title, source, isPersonal: value.isPersonal)
                }
        }
        return whose + fields + [
            column("_version", Phrase(zh: "表单版本", en: "Version of the form"), .version),
            column("_conflicts", Phrase(zh: "有分歧的字段", en: "Fields in conflict"), .conflicts),
        ]
    }

    private static func beside(_ field: Field) -> [(String, Phrase, Source)] {
        if field.type.isChoice {
            return [
                (
                    "_label", Phrase(zh: "\(field.label.zh)（名称）", en: "\(field.label.en) (label)"), .label(field)
                )
            ]
        }
        guard field.type == .geopoint else { return [] }
        return [
            ("_latitude", Phrase(zh: "\(field.label.zh)（纬度）", en: "\(field.label.en) (latitude)"), .latitude(field)),
            ("_longitude", Phrase(zh: "\(field.label.zh)（经度）", en: "\(field.label.en) (longitude)"), .longitude(field)),
        ]
    }
}
