import Device
import Exchange
import Synchronization
import Transports
import Web

/// Counts what the sessions of a serving program come to, since it started.
final class SessionMeter: Sendable {
    private struct Counts: Sendable {
        var endings: [String: Int] = [:]
        var refusals: [String: Int] = [:]
        var changesReceived = 0
        var changesSent = 0
        var bytesReceived = 0
        var bytesSent = 0
        var milliseconds = 0
    }

    private let counts = Mutex(Counts())

    func note(_ record: SessionRecord) {
        let report = record.report
        let summary = (record.desk as? DeviceDesk)?.summary
        counts.withLock { counts in
            counts.endings[SessionLog.name(of: report.ending), default: 0] += 1
            counts.changesReceived += summary?.received.changes.applied ?? 0
            counts.changesSent += summary?.sentChanges ?? 0
            counts.bytesReceived += report.bytesReceived
            counts.bytesSent += report.bytesSent
            counts.milliseconds += record.milliseconds
            if let fault = record.fault { counts.refusals[fault.rawValue, default: 0] += 1 }
            if case .refused(let refusal) = report.ending { counts.refusals["\(refusal.reason)", default: 0] += 1 }
            for refusal in report.refused { counts.refusals["\(refusal.reason)", default: 0] += 1 }
        }
    }

    /// - Parameter connections: at this moment.
    func metrics(connections: Int, silentStations: Int?) -> [Metric] {
        let counts = counts.withLock { $0 }
        func labelled(_ values: [String: Int]) -> [(label: String?, number: Double)] {
            values.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value)) }
        }
        let ways = [("received", counts.changesReceived), ("sent", counts.changesSent)]
        let bytes = [("received", counts.bytesReceived), ("sent", counts.bytesSent)]
        return [
            Metric(
                "yilu_sessions_total", .counter, help: "Connections that ended.", label: "ending",
                values: labelled(counts.endings)),
            Metric(
                "yilu_refusals_total", .counter, help: "Connections and parts of sessions refused.", label: "reason",
                values: labelled(counts.refusals)),
            Metric(
                "yilu_changes_total", .counter, help: "Changes that came or went.", label: "direction",
                values: ways.map { ($0.0, Double($0.1)) }),
            Metric(
                "yilu_bytes_total", .counter, help: "Bytes of messages, before TLS.", label: "direction",
                values: bytes.map { ($0.0, Double($0.1)) }),
            Metric(
                "yilu_session_seconds_total", .counter, help: "Seconds that connections took together.",
                Double(counts.milliseconds) / 1000),
            Metric("yilu_connections", .gauge, help: "Connections at this moment.", Double(connections)),
            Metric(
                "yilu_silent_stations", .gauge, help: "Stations that yilu coverage calls silent.",
                values: silentStations.map { [(nil, Double($0))] } ?? []),
        ]
    }
}
