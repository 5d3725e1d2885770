import Foundation
import Testing

/// How a disk fails at one step of a program.
enum DiskFailure: String, CaseIterable {
    /// That step does not work, and all others do.
    case once = "EIO"
    /// Nothing that needs room works from then on.
    case full = "ENOSPC"
}

@Suite("a disk that fails")
struct FailingDiskTests {
    @Test(
        "ends a deed in words, and nothing is lost or half there; once the disk works, so does the deed",
        .enabled(if: Preload.failing != nil, "there is no C compiler"), arguments: DiskFailure.allCases)
    func anyStep(failure: DiskFailure) async throws {
        let start = try await DiskTrial.start()
        let tried = try await DiskTrial.everyStep(oneIn: 15) { deed, step in
            try await fails(deed, at: step, failure, start)
        }
        print("\(failure.rawValue), steps that failed: \(tried).")
    }

    /// Does a deed with a failure, in a copy of the start, and then without.
    ///
    /// - Returns: false where the deed has no such step.
    private func fails(_ deed: DiskDeed, at step: Int, _ failure: DiskFailure, _ start: Scratch) async throws -> Bool {
        let trial = try DiskTrial(deed, from: start)
        let (outcome, failed) = try await trial.attempt(
            Preload.failing, kind: "FAILING",
            [
                "AS": failure.rawValue, "STEP": "\(step)",
                "BELOW": trial.scratch.folder.resolvingSymlinksInPath().path,
            ])
        guard let failed else {
            #expect(outcome.code == 0, "\(deed.words) with no failure: \(outcome.errors)")
            return false
        }
        let comment: Comment = "\(deed.words), \(failure), step \(step): \(failed)\(outcome.code) \(outcome.errors)"
        #expect(!outcome.endedBySignal, comment)
        #expect([0, 73, 74].contains(outcome.code), comment)
        #expect(outcome.code == 0 || outcome.errorLines.count >= 2, comment)
        try trial.expectNothingLeft(comment)
        let isDone = outcome.code == 0
        try await trial.expectNothingHalf(isAcknowledged: isDone, comment)
        try await trial.expectDoneAnew(counts: isDone ? 2...2 : 1...1, comment)
        return true
    }
}
