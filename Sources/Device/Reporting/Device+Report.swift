import Causality
package import FieldRecords
package import Reports
import Store

/// Which report is asked for.
package struct ReportRequest: Sendable {
    /// Without it the beginning of the season.
    package var from: CivilDate?
    /// Without it today.
    package var to: CivilDate?
    /// A code or a name; without it all that the device holds.
    package var place: String?

    package init(from: CivilDate? = nil, to: CivilDate? = nil, place: String? = nil) {
        self.from = from
        self.to = to
        self.place = place
    }
}

extension Device {
    /// The season report of a place that this device holds.
    ///
    /// - Parameter withRecords: whether each figure names the records behind it.
    package func report(_ request: ReportRequest, withRecords: Bool) throws -> SeasonReport {
        try read { reading, own in
            try SeasonReport(
                reading, scope: try Device.scope(of: request, reading, own, now: own.moment(environment.now())),
                withRecords: withRecords)
        }
    }

    /// Whom this device has heard of, and what exactly is missing.
    package func coverage(_ request: ReportRequest, showPersonal: Bool) throws -> Coverage {
        try read { reading, own in
            let scope = try Device.scope(of: request, reading, own, now: own.moment(environment.now()))
            var coverage = try Coverage(reading, scope: scope)
            try coverage.addContacts(reading, scope: scope, mask: showPersonal ? nil : PersonalMask.text)
            return coverage
        }
    }

    /// How many stations ``coverage(_:showPersonal:)`` calls silent today.
    package func silentStations() throws -> Int {
        try read { reading, own in
            let scope = try Device.scope(of: ReportRequest(), reading, own, now: own.moment(environment.now()))
            return try Coverage(reading, scope: scope).silent.count
        }
    }

    static func scope(
        of request: ReportRequest, _ reading: StoreReading, _ own: Own, now: Moment
    ) throws -> ReportScope {
        let nodes = try reading.nodes()
        let place = try request.place.map { try Device.node($0, in: nodes) } ?? nodes.first { $0.id == own.node }
        guard let place else { throw StoreError.unknown(what: "own place") }
        guard own.tree.isNode(place.id, within: own.node) else {
            throw DeviceError(
                .notPermitted,
                what: Phrase(
                    zh: "这台设备没有 \(place.name) 的记录", en: "this device does not hold the records of \(place.name)"),
                advice: Phrase(zh: "只能报告本地点及其下属地点。", en: "It reports on its own place and below."))
        }
        guard let period = Period(from: request.from, to: request.to, today: now.date) else {
            throw DeviceError(
                .usage, what: Phrase(zh: "期间的最后一天早于第一天", en: "the period ends before it begins"),
                advice: Phrase(
                    zh: "请核对 --from 和 --to；不写 --to 就到今天为止。",
                    en: "Check --from and --to; without --to it ends today."))
        }
        return ReportScope(
            network: "\(own.network)", networkName: try reading.text(.networkName) ?? "", device: own.replica.label,
            ownNode: own.node, nodes: nodes, place: place, period: period, now: now,
            utcOffsetMinutes: own.utcOffsetMinutes)
    }
}

extension Device {
    /// This device's report of the place and the period of another one's, and where the two differ and why.
    ///
    /// - Parameter place: a code or a name; without it the other report's place.
    package func compare(
        with other: OtherReport, place: String?
    ) throws -> (report: SeasonReport, comparison: Comparison) {
        try read { reading, own in
            guard other.network == "\(own.network)" else { throw ReportsError.otherNetwork }
            let request = ReportRequest(from: other.period.from, to: other.period.to, place: place ?? other.place)
            let report = try SeasonReport(
                reading, scope: try Device.scope(of: request, reading, own, now: own.moment(environment.now())),
                withRecords: true)
            return (report, try Comparison(report, with: other, reading))
        }
    }
}
