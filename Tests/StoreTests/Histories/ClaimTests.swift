import Testing

/// Step 3 of the proof once more (see ``HistoryTests``), with contexts that no honest author can have had: a member may
/// sign that they have seen a change and not what that one had seen.
@Suite("Every small history ends in one state, whatever its authors claim to have seen")
struct ClaimTests {
    @Test("every order in which its changes can be applied is the closed form at every step, and so is folding it anew")
    func folds() {
        var closed = 0
        let histories = (1...4).flatMap { History.claimed(changes: $0) }
        for history in histories {
            // All that four changes can do to two fields would take minutes.
            let deeds = history.changeCount < 4 ? Deed.allCases : [.writeOne, .delete, .undelete]
            var walk = FoldWalk(history, deeds: deeds)
            walk.run()
            #expect(walk.faults.isEmpty, "\(history)")
            if history.contexts.joined().allSatisfy(history.isClosed) { closed += 1 }
        }
        #expect(histories.count == 1 + 4 + 26 + 314)
        #expect(closed == 227, "the others are beyond any honest author")
    }
}
