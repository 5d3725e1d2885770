import Causality
package import FieldRecords
import Store

/// What a volunteer sees first.
package struct TodayView: Sendable {
    package let date: CivilDate
    /// All forms, those that this place uses most first.
    package let forms: [Form]
    /// Records begun on this device that are dated today, the last first; of a very long day the last of them.
    package let records: [RecordView]
    /// How many of them there are in all.
    package let count: Int
    package let conflicts: Int
    /// Nil at the host.
    package let district: DistrictWord?
}

extension Device {
    /// How many records a day's list shows.
    private static let todayMax = 200

    package func today() throws -> TodayView {
        try read { reading, own in
            let now = own.moment(environment.now())
            var query = RecordPageQuery(limit: .max)
            query.day = now.date
            query.place = PlaceID(node: own.node)
            query.replica = own.replica.replica
            let naming = try RecordNaming(reading, own)
            let rows = try reading.recordRows(query)
            let last = try rows.prefix(Device.todayMax).compactMap { try reading.record(row: $0) }
            return TodayView(
                date: now.date, forms: try reading.formsByUse(at: own),
                records: try last.map { try Device.view($0, naming: naming) }, count: rows.count,
                conflicts: try reading.summary().conflicts,
                district: try DistrictWord(
                    reading, own: own, photosWaiting: try Device.waiting(reading, own: own).photos, at: self))
        }
    }

    /// The codes and names of the nodes whose records this device holds, its own first.
    package func heldNodes() throws -> [NodeView] {
        try read { reading, own in
            let nodes = try reading.nodes()
            return nodes.filter { own.tree.mayHold(PlaceID(node: $0.id), at: own.node) }
                .sorted { ($0.id == own.node ? 0 : 1, $0.code) < ($1.id == own.node ? 0 : 1, $1.code) }
                .map { NodeView($0, nodes: nodes) }
        }
    }
}

extension StoreReading {
    /// All forms, those first of which the place has most records; the rest in their own order.
    fileprivate func formsByUse(at own: Own) throws -> [Form] {
        let place = PlaceID(node: own.node)
        return try allForms().enumerated()
            .map { (records: try recordCount(ofForm: $1.name, at: place), order: $0, form: $1) }
            .sorted { ($1.records, $0.order) < ($0.records, $1.order) }
            .map(\.form)
    }
}

/// What every page says of the device it is on.
package struct HomeView: Sendable {
    package let networkName: String
    package let place: (code: String, name: String)
    /// The name given when the device joined; may be empty.
    package let author: String
    /// Whether others stand below its place: a town's office, the host.
    package let isAbove: Bool
    package let isHost: Bool
}

extension Device {
    package func home() throws -> HomeView {
        try read { reading, own in
            let nodes = try reading.nodes()
            let node = nodes.first { $0.id == own.node }
            return HomeView(
                networkName: try reading.text(.networkName) ?? "",
                place: (code: node?.code ?? "", name: node?.name ?? ""),
                author: try reading.text(.author) ?? "", isAbove: nodes.contains { $0.parent == own.node },
                isHost: own.isHost)
        }
    }
}
