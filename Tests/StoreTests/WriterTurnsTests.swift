import Dispatch
import Foundation
import Testing

@testable import Store

@Suite("The turns of writers")
struct WriterTurnsTests {
    @Test("let others in between, where one takes long turns one after another")
    func longTurns() throws {
        let turns = WriterTurns(path: FileManager.default.temporaryDirectory.path + "/yilu-turns-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: turns.path) }
        let hasBegun = DispatchSemaphore(value: 0)
        let isDone = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            for _ in 0..<6 {
                try? turns.take(waitMaxMilliseconds: 10_000) {
                    hasBegun.signal()
                    usleep(600_000)
                }
            }
            isDone.signal()
        }
        hasBegun.wait()
        // Whoever asks now and then hardly meets the moment between two turns.
        #expect(throws: Never.self) { try turns.take(waitMaxMilliseconds: 2_500) {} }
        isDone.wait()
    }
}
