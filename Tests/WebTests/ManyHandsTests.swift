import Foundation
import Testing

@Suite("Many hands on one home")
struct ManyHandsTests {
    private static let isWhole = ProcessInfo.processInfo.environment["YILU_TEST_ALL"] == "1"

    @Test(
        "eight processes at once and a hundred browsers: nothing lost, no number twice, no page that keeps one waiting")
    func manyHands() async throws {
        let hands = try await ManyHands()
        try await hands.work(until: .now + (Self.isWhole ? .seconds(600) : .seconds(8)))
        try await hands.expectNothingLost()
        // How fast is told by the long trial alone, on a machine that does nothing else.
        if Self.isWhole { #expect(hands.percentile99 < 1_000) }
        print("Many hands: \(hands.words)")
    }
}
