import Device
import Foundation
import Synchronization
import Testing

@Suite("A file that is read")
struct InputFileTests {
    /// Opens a file again and again, and counts how often somebody else has closed it.
    private final class Neighbour: Sendable {
        private let isDone = Atomic(false)

        @concurrent func closedByOthers() async -> Int {
            var count = 0
            while !isDone.load(ordering: .relaxed) {
                let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
                for _ in 0..<20 where fcntl(file, F_GETFD) < 0 { count += 1 }
                close(file)
            }
            return count
        }

        func finish() { isDone.store(true, ordering: .relaxed) }
    }

    @Test("is no folder, and being told so closes nothing that another thread has open")
    func folder() async throws {
        let network = try TestNetwork()
        let neighbour = Neighbour()
        async let closed = neighbour.closedByOthers()
        for _ in 0..<5_000 { expectFailure(.noInput) { try network.host.take(network.folder) } }
        neighbour.finish()
        #expect(await closed == 0)
    }

    @Test("is no photo where it is empty, or larger than a photo may be, whatever it says of its size")
    func photos() throws {
        let network = try TestNetwork()
        func add(_ path: String) throws {
            _ = try network.host.addRecord(
                form: "issue", typed: [("kind", "other"), ("title", "门")], files: [("photo", path)], place: nil, by: nil
            )
        }
        let empty = try network.write([], "jpg")
        for path in [empty, "/dev/null", "/dev/zero"] { expectFailure(.badData) { try add(path) } }
        #expect(try network.host.numbers().isEmpty)
    }
}
