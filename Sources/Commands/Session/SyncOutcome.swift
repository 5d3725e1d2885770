import Device
import Exchange
import FieldRecords
import Transports

/// What came of the sessions of one `yilu sync`.
struct SyncOutcome: Sendable {
    struct Complaint {
        let kind: FailureKind
        let what: Phrase
        let advice: Phrase
    }

    /// Of each session that began, in order.
    private(set) var summaries: [SessionSummary] = []
    private(set) var fault: LineFault?
    /// Of this device, before a session began.
    private(set) var failure: DeviceError?

    mutating func add(_ record: SessionRecord) {
        fault = record.fault
        if let desk = record.desk as? DeviceDesk { summaries.append(desk.summary) }
    }

    /// A call that led to no session.
    mutating func add(_ error: any Error) {
        if let fault = error as? LineFault { self.fault = fault } else { failure = DeviceError(wording: error) }
    }

    /// Whether all went over, both ways.
    var isDone: Bool { failure == nil && last?.report.ending == .done }

    var last: SessionSummary? { summaries.last }

    /// Whether the next session would bring more at once.
    var isWorthRepeating: Bool {
        guard let last else { return false }
        if last.reason == .goesOnAnew { return true }
        return last.report.ending == .done && last.isWorthRepeating
    }

    /// What went wrong, each with its exit code.
    func complaints(at address: String) -> [Complaint] {
        var complaints: [Complaint] = []
        if let failure {
            complaints.append(.init(kind: failure.kind, what: failure.what, advice: failure.advice))
        }
        if let last {
            switch last.report.ending {
            case .done: break
            case .refused(let refusal): complaints.append(.init(refusal, isOurs: true, peer: last.peer))
            case .refusedByPeer(let refusal): complaints.append(.init(refusal, isOurs: false, peer: last.peer))
            case .lost: complaints.append(.init(fault ?? .broken, address: address, left: last.changesLeft))
            }
            complaints += last.report.refusedByPeer.map { .init($0, isOurs: false, peer: last.peer) }
            for summary in summaries {
                complaints += summary.received.problems.map { .init($0, peer: summary.peer) }
            }
        } else if let fault, failure == nil {
            complaints.append(.init(fault, address: address, left: 0))
        }
        return complaints
    }
}

extension SyncOutcome.Complaint {
    init(_ problem: Problem, peer: String) {
        self.init(
            kind: problem.kind, what: Phrase(zh: "\(peer)：\(problem.what.zh)", en: "\(peer): \(problem.what.en)"),
            advice: Phrase(
                zh: "其余的已收下；请把这一行告诉区里。", en: "The rest was taken in. Tell the district of this line."))
    }
}
