import Bundles
import Exchange
import FieldRecords
import Membership
import Synchronization

extension DeviceDesk {
    /// Puts a failure of this device in the few words that the other side is told, and keeps the rest for its own
    /// people. The other side has no part in it, and is not said to misbehave.
    func refusal(for error: any Error) -> Refusal {
        if let refusal = error as? Refusal { return refusal }
        let failure = DeviceError(wording: error)
        incoming.withLock { $0.failure = failure }
        switch failure.kind {
        case .tryAgain: return Refusal(.busy, detail: "another program is writing")
        case .inputOutput: return Refusal(.cannotStore, detail: "its disk is full or failing")
        case .badData: return Refusal(.cannotStore, detail: "its file is damaged")
        case .notPermitted: return Refusal(.cannotStore, detail: "it is locked")
        case .usage, .noInput, .unavailable, .internalFault, .cannotCreate: return Refusal(.cannotStore)
        }
    }

    /// Whether an error tells of what came, rather than of the store that it was to go into.
    static func concernsContent(_ error: any Error) -> Bool {
        error is BundlesError || error is MembershipError || error is FieldRecordsError
    }

    /// Puts in words what was wrong with what came.
    func refusal(ofContent error: any Error) -> Refusal {
        let failure = DeviceError(wording: error)
        incoming.withLock { $0.failure = failure }
        return Refusal(failure.kind == .notPermitted ? .notPermitted : .badContent, detail: failure.what.en)
    }
}
