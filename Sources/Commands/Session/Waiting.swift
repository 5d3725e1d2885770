import Dispatch
import Synchronization

/// Waits on this thread for something that runs on others: the commands are no async functions, since their output
/// belongs to one thread.
enum Waiting {
    private final class Box<Value: Sendable>: Sendable {
        let value = Mutex<Result<Value, any Error>?>(nil)
    }

    /// - Parameter meanwhile: called about five times a second.
    static func run<Value: Sendable>(
        meanwhile: () -> Void = {}, _ body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let box = Box<Value>()
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            let result: Result<Value, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            box.value.withLock { $0 = result }
            done.signal()
        }
        while done.wait(timeout: .now() + .milliseconds(200)) == .timedOut { meanwhile() }
        guard let result = box.value.withLock({ $0 }) else { preconditionFailure("a signal comes after the result") }
        return try result.get()
    }
}
