import Foundation

extension GeoPoint {
    /// On a sphere: within half a percent of what it is on Earth.
    ///
    /// Source: the haversine formula; the mean radius of the Earth by IUGG, 6,371 km.
    func metres(to other: GeoPoint) -> Double {
        func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
        let across = sin(radians(other.latitude - latitude) / 2)
        let along = sin(radians(other.longitude - longitude) / 2)
        let chord =
            across * across + cos(radians(latitude)) * cos(radians(other.latitude)) * along * along
        return 2 * 6_371_000 * asin(min(1, chord.squareRoot()))
    }
}
