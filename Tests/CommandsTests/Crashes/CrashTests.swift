import Foundation
import Testing

@Suite("killed at any moment")
struct CrashTests {
    private static let isWhole = ProcessInfo.processInfo.environment["YILU_TEST_ALL"] == "1"

    /// Each deed has its turn; at which device it is killed and how far into it follows from the seed. How long a deed
    /// takes is the machine's, so the moment itself is that share of what the deed took the last time.
    @Test("the program goes on with the next command, and nothing that it has acknowledged is lost")
    func kills() async throws {
        let seed: UInt64 = 9
        var world = try await CrashWorld(seed: seed)
        for _ in 0..<(CrashTests.isWhole ? 2_000 : 40) { try await world.kill() }
        try await world.expectSound()
        let lines = Deed.allCases.map { deed in
            "\(deed.rawValue): \(world.killed[deed, default: 0]) killed, \(world.ended[deed, default: 0]) had ended"
        }
        print("Seed \(seed): \(lines.joined(separator: "; ")).")
        #expect(world.killed.values.reduce(0, +) > world.trials / 4, "some must be killed in the middle")
    }
}
