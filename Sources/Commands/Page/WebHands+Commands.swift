import Device
import FieldRecords
import Transports
import Web

extension WebHands {
    /// What the page does by the hands of the commands, in their words.
    static func commands(_ device: Device) -> WebHands {
        WebHands(
            stick: { path, isRehearsal, progress in
                let visit = try device.visitStick(path, isRehearsal: isRehearsal, progress: progress)
                return WorkOutcome(
                    said: isRehearsal ? visit.rehearsalPhrases : visit.visitPhrases,
                    complaints: visit.problems.map { ($0.what, $0.advice) })
            },
            sync: { progress in
                let address = try SessionSync.hostAddress(for: device)
                let calls = SessionCalls(device, address)
                defer { calls.stop() }
                let outcome = try Waiting.run(
                    meanwhile: { progress(calls.progress.phrase) }, { await calls.run() })
                return WorkOutcome(
                    said: outcome.summaries.isEmpty ? [] : SyncAnswer(outcome: outcome, address: "\(address)").phrases,
                    complaints: outcome.complaints(at: "\(address)").map { ($0.what, $0.advice) })
            },
            sentence: { SessionWords($0).sentence })
    }
}
