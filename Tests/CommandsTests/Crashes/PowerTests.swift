import Foundation
import Testing

/// What a disk has of what was not synced when the power went.
enum PowerLoss: String, CaseIterable {
    case nothing, names, contents, pieces
    /// The device's own disk has nothing of it, the stick and whatever else was written has all.
    case elsewhere
}

@Suite("a machine that loses its power")
struct PowerTests {
    @Test(
        "has all that was acknowledged and nothing half, and goes on with the next command",
        .enabled(if: Preload.power != nil, "there is no C compiler"), arguments: PowerLoss.allCases)
    func anyStep(loss: PowerLoss) async throws {
        let start = try await DiskTrial.start()
        let tried = try await DiskTrial.everyStep(oneIn: 60) { deed, step in
            try await goesOn(after: deed, at: step, loss, start)
        }
        print("Power lost, kept \(loss.rawValue): \(tried).")
    }

    /// Loses power within a deed, or at its end, in a copy of the start, and goes on.
    ///
    /// - Returns: false where the deed has no such step, so that it was lost at the end.
    private func goesOn(
        after deed: DiskDeed, at step: Int, _ loss: PowerLoss, _ start: Scratch
    ) async throws -> Bool {
        let trial = try DiskTrial(deed, from: start)
        let folder = trial.scratch.folder.resolvingSymlinksInPath().path
        let aside = try Scratch()
        let (outcome, lost) = try await trial.attempt(
            Preload.power, kind: "POWER",
            [
                "KEEPS": loss == .elsewhere ? PowerLoss.nothing.rawValue : loss.rawValue, "STEP": "\(step)",
                "BELOW": loss == .elsewhere ? "\(folder)/\(deed.home)" : folder, "ASIDE": aside.folder.path,
            ])
        let comment: Comment = "\(deed.words), \(loss), step \(step): \(lost ?? "")\(outcome.output)\(outcome.errors)"
        try #require(outcome.code == 99 && !outcome.endedBySignal, comment)
        let isAtEnd = lost?.hasPrefix("end") == true
        let isDone = isAtEnd || !outcome.output.isEmpty
        try await trial.expectNothingHalf(isAcknowledged: isDone, comment)
        try await trial.expectDoneAnew(counts: isDone ? 2...2 : 1...2, comment)
        try trial.expectNothingLeft(comment)
        guard !deed.isMaking, deed.words[0] != "lock" else { return !isAtEnd }
        // What was carried is never numbered anew: else the two would not come together.
        try await trial.scratch.done("037", "record", "add", "activity", "title=以后")
        try await trial.scratch.exchange(["037"])
        try await trial.scratch.expectAgreement(["037"])
        return !isAtEnd
    }
}
