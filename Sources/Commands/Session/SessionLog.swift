import Device
import Exchange
import FieldRecords
import Logging
import Transports

/// One line a session, with what happened as metadata: no value of any field, no key.
struct SessionLog: Sendable {
    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
    }

    @Sendable func note(_ record: SessionRecord) {
        let report = record.report
        let summary = (record.desk as? DeviceDesk)?.summary
        var metadata: Logger.Metadata = [
            "remote": "\(record.remote)", "milliseconds": "\(record.milliseconds)",
            "bytesIn": "\(report.bytesReceived)", "bytesOut": "\(report.bytesSent)",
            "changesIn": "\(summary?.received.changes.applied ?? 0)", "changesOut": "\(summary?.sentChanges ?? 0)",
            "ending": "\(SessionLog.name(of: report.ending))",
        ]
        if let peer = summary?.peer ?? record.label { metadata["peer"] = "\(peer)" }
        if let fault = record.fault { metadata["refused"] = "\(fault.rawValue)" }
        switch report.ending {
        case .refused(let refusal), .refusedByPeer(let refusal):
            metadata["refused"] = "\(refusal.reason)"
            if !refusal.detail.isEmpty { metadata["detail"] = "\(refusal.detail)" }
        case .done, .lost: break
        }
        if !report.refused.isEmpty {
            metadata["refusedParts"] = "\(report.refused.map { "\($0.reason): \($0.detail)" })"
        }
        if report.isMisbehaviour { metadata["misbehaves"] = "true" }
        let level: Logger.Level = report.ending == .done && report.refused.isEmpty ? .info : .warning
        logger.log(level: level, "session", metadata: metadata)
    }

    static func name(of ending: SessionReport.Ending) -> String {
        switch ending {
        case .done: "done"
        case .refused: "refused"
        case .refusedByPeer: "refusedByPeer"
        case .lost: "lost"
        }
    }
}
