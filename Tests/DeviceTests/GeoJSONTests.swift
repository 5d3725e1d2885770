import Device
import FieldRecords
import Foundation
import Reports
import Testing

@Suite("GeoJSON by the letter of RFC 7946")
struct GeoJSONTests {
    /// What is wrong with a document, by the sections of the RFC; read by another reader of JSON than the program's own.
    private static func faults(_ bytes: [UInt8]) throws -> [String] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return ["a byte order mark (RFC 8259, 8.1)"] }
        guard let root = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
            root["type"] as? String == "FeatureCollection", let features = root["features"] as? [Any]
        else { return ["no FeatureCollection with an array of features (3.3)"] }
        var faults: [String] = []
        for forbidden in ["crs", "coordinates", "geometries", "geometry", "properties"] where root[forbidden] != nil {
            faults.append("\(forbidden) in the collection (4, 7.1)")
        }
        var ids: Set<String> = []
        for case let feature in features {
            guard let feature = feature as? [String: Any], feature["type"] as? String == "Feature" else {
                faults.append("an element that is no Feature (3.3)")
                continue
            }
            if !(feature["properties"] is [String: Any]) { faults.append("properties are no object (3.2)") }
            if let id = feature["id"] as? String, ids.insert(id).inserted {} else { faults.append("the id (3.2)") }
            for forbidden in ["coordinates", "geometries", "features"] where feature[forbidden] != nil {
                faults.append("\(forbidden) in a feature (7.1)")
            }
            switch feature["geometry"] {
            case is NSNull: break
            case let geometry as [String: Any]: faults += pointFaults(geometry)
            default: faults.append("no geometry member (3.2)")
            }
        }
        return faults
    }

    private static func pointFaults(_ geometry: [String: Any]) -> [String] {
        guard geometry["type"] as? String == "Point", let position = geometry["coordinates"] as? [Double] else {
            return ["no Point with a position (3.1.2)"]
        }
        var faults: [String] = []
        if !(2...3).contains(position.count) { faults.append("a position of \(position.count) numbers (3.1.1)") }
        if !(-180...180).contains(position[0]) { faults.append("the longitude comes first (3.1.1)") }
        if !(-90...90).contains(position[1]) { faults.append("the latitude comes second (3.1.1)") }
        return faults
    }

    private static func export(_ device: Device, to out: String) throws -> [UInt8] {
        _ = try device.exportRecords(
            RecordExportRequest(
                form: "issue", format: .geojson, out: out, place: nil, photos: nil, showsPersonal: false, language: .zh)
        ) { _, _ in }
        return Array(try Data(contentsOf: URL(fileURLWithPath: out)))
    }

    @Test("every document keeps to it: none, with and without positions, with altitudes, at the ends of the Earth")
    func strict() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let out = network.freshPath("geojson")
        #expect(try Self.faults(Self.export(station, to: out)) == [])
        for position in [
            "40.2181 116.2312", "40.2181 116.2312 55.5 3", "-90 -180", "90 180 0 0", "0 0",
            "-33.865143 151.2099 -4 1.5",
        ] {
            try station.addIssue([("location", position), ("title", "位置 \"\(position)\"\u{2028}")])
        }
        try station.addIssue()
        let bytes = try Self.export(station, to: out)
        #expect(try Self.faults(bytes) == [])
        let root = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let features = (root?["features"] as? [[String: Any]]) ?? []
        #expect(features.count == 7)
        let second = (features[1]["geometry"] as? [String: Any])?["coordinates"] as? [Double]
        #expect(second == [116.2312, 40.2181, 55.5])
        #expect(features[6]["geometry"] is NSNull)
    }

    @Test("the checker finds what is wrong")
    func checker() throws {
        let wrong = """
            {"type":"FeatureCollection","crs":{},"features":[{"type":"Feature","id":"a","properties":[],
            "geometry":{"type":"Point","coordinates":[40.2,116.2]}},{"type":"Feature","id":"a","properties":{}},
            {"type":"Point","coordinates":[1,2]}]}
            """
        #expect(try Self.faults(Array(wrong.utf8)).count == 6)
    }
}
