import FieldRecords
import Store

/// What the feed consists of: the service document and the metadata.
///
/// Sources: OData Version 4.0 Part 3 (CSDL) and OData JSON Format Version 4.0, OASIS Standard, 2014.
enum ODataMetadata {
    static let namespace = "yilu"

    /// The sets, for a program that looks what there is.
    static func service(_ sets: [ODataSet], root: String) -> JSONValue {
        [
            "@odata.context": .string("\(root)$metadata"),
            "value": .array(
                sets.map { set in
                    [
                        "name": .string(set.name), "title": .string(set.form.newest.title.zh),
                        "kind": "EntitySet", "url": .string(set.name),
                    ]
                }),
        ]
    }

    /// Names are identifiers, so nothing in it needs escaping.
    static func xml(_ sets: [ODataSet]) -> String {
        var xml = """
            <?xml version="1.0" encoding="utf-8"?>
            <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
            <edmx:DataServices>
            <Schema Namespace="\(namespace)" xmlns="http://docs.oasis-open.org/odata/ns/edm">

            """
        for set in sets {
            xml += "<EntityType Name=\"\(set.name)\">\n<Key><PropertyRef Name=\"\(ODataSet.key)\"/></Key>\n"
            for property in set.properties {
                let isKey = property.name == ODataSet.key
                let scale = property.type == .decimal ? " Scale=\"variable\"" : ""
                let precision = property.type == .time || property.type == .moment ? " Precision=\"3\"" : ""
                xml += "<Property Name=\"\(property.name)\" Type=\"\(property.type.rawValue)\""
                xml += "\(isKey ? " Nullable=\"false\"" : "")\(scale)\(precision)/>\n"
            }
            xml += "</EntityType>\n"
        }
        xml += "<EntityContainer Name=\"Container\">\n"
        for set in sets {
            xml += "<EntitySet Name=\"\(set.name)\" EntityType=\"\(namespace).\(set.name)\"/>\n"
        }
        return xml + "</EntityContainer>\n</Schema>\n</edmx:DataServices>\n</edmx:Edmx>\n"
    }
}
