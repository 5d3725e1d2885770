import Foundation

/// Standard error, by write(2): what cannot be said there is left unsaid, and the command goes on.
///
/// `FileHandle` raises an exception that nothing in Swift catches, where the terminal is gone or a log's disk is full.
enum StandardError {
    static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }
}
