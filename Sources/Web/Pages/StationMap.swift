import Device
import FieldRecords

/// The stations by their positions, as SVG: no tiles, nothing from elsewhere.
///
/// An equirectangular projection about the middle of the stations: within a district it is off by less than a line's
/// width. Who was heard from is a full circle, who is silent a ring with a cross: readable without colour.
struct StationMap {
    private struct Point {
        let code: String
        let name: String
        let latitude: Double
        let longitude: Double
    }

    private static let width = 640.0
    private static let heightMax = 560.0
    private static let margin = 28.0
    /// Of more the codes would stand on each other.
    private static let codesMax = 24

    private let points: [Point]
    private let silent: Set<String>

    init(_ stations: [RecordView], silent: Set<String>) {
        self.silent = silent
        points = stations.compactMap { record in
            func text(_ name: String) -> String? {
                if case .text(let text)? = record.fields.first(where: { $0.name == name })?.value { text } else { nil }
            }
            let numbers = (text("location") ?? "").split(separator: " ").compactMap { Double($0) }
            guard numbers.count >= 2, abs(numbers[0]) <= 90, abs(numbers[1]) <= 180 else { return nil }
            return Point(
                code: record.place, name: text("name") ?? record.place, latitude: numbers[0], longitude: numbers[1])
        }
    }

    func svg(in language: Language) -> String? {
        guard let (south, north) = StationMap.range(points.map(\.latitude)),
            let (west, east) = StationMap.range(points.map(\.longitude))
        else { return nil }
        let shrink = StationMap.cosine(ofDegrees: (south + north) / 2)
        let (wide, high) = (max((east - west) * shrink, 1e-6), max(north - south, 1e-6))
        // One scale both ways, or it were no map.
        let scale = min(
            (StationMap.width - 2 * StationMap.margin) / wide, (StationMap.heightMax - 2 * StationMap.margin) / high)
        let height = high * scale + 2 * StationMap.margin
        let left = (StationMap.width - wide * scale) / 2
        let marks = points.map { point in
            let x = left + (point.longitude - west) * shrink * scale
            let y = StationMap.margin + (north - point.latitude) * scale
            return mark(point, x: x, y: y) + (points.count > StationMap.codesMax ? "" : code(of: point, x: x, y: y))
        }
        let label = Phrase(zh: "驿站位置图，共 \(points.count) 个", en: "Map of \(points.count) stations").text(in: language)
        return """
            <svg class="map" viewBox="0 0 \(Int(StationMap.width)) \(Int(height.rounded(.up)))" role="img" \
            aria-label="\(label)">
            \(marks.joined(separator: "\n"))
            </svg>
            """
    }

    private func code(of point: Point, x: Double, y: Double) -> String {
        let (left, top) = (StationMap.short(x), StationMap.short(y + 23))
        return "<text x=\"\(left)\" y=\"\(top)\" text-anchor=\"middle\">\(point.code.escapedMarkup)</text>"
    }

    private func mark(_ point: Point, x: Double, y: Double) -> String {
        let title = "<title>\("\(point.code) \(point.name)".escapedMarkup)</title>"
        let (left, top) = (StationMap.short(x), StationMap.short(y))
        guard silent.contains(point.code) else {
            return "<circle class=\"heard\" cx=\"\(left)\" cy=\"\(top)\" r=\"8\">\(title)</circle>"
        }
        return """
            <g class="silent">\(title)<circle cx="\(left)" cy="\(top)" r="8"/>\
            <path d="M\(StationMap.short(x - 5)) \(StationMap.short(y - 5))l10 10m0 -10l-10 10"/></g>
            """
    }

    private static func range(_ values: [Double]) -> (Double, Double)? {
        guard let lowest = values.min(), let highest = values.max() else { return nil }
        // A single station stands in the middle of a square of some hundred metres.
        let pad = max((highest - lowest) * 0.03, 0.002)
        return (lowest - pad, highest + pad)
    }

    /// Taylor's series to the eighth power: off by less than 0.00003 up to 90 degrees.
    private static func cosine(ofDegrees degrees: Double) -> Double {
        let square = (degrees * .pi / 180) * (degrees * .pi / 180)
        return 1 - square / 2 + square * square / 24 - square * square * square / 720
            + square * square * square * square / 40320
    }

    private static func short(_ number: Double) -> String { String((number * 10).rounded() / 10) }
}

extension String {
    /// As text inside markup.
    var escapedMarkup: String { PageText(isReturned: false).escapeText(self) }
}
