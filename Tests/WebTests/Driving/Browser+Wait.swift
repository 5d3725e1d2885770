import Foundation

@testable import CommandsTests

extension Browser {
    /// Runs a script in the page; its value comes back.
    @discardableResult
    func script(_ code: String, _ arguments: [Any] = []) async throws -> JSON {
        try await command("/execute/sync", ["script": code, "args": arguments])
    }

    /// Waits until an expression of JavaScript is true in the page, across the loading of other pages.
    ///
    /// - Returns: its value.
    @discardableResult
    func wait(_ expression: String, _ arguments: [Any] = []) async throws -> JSON {
        let code = """
            const done = arguments[arguments.length - 1];
            const args = arguments;
            (function look() {
              let value = null;
              try { value = document.readyState === 'complete' && (\(expression)); } catch (error) { value = null; }
              if (value) done(value); else setTimeout(look, 5);
            })();
            """
        let end = Date().addingTimeInterval(Double(Browser.patienceSeconds))
        while true {
            do { return try await command("/execute/async", ["script": code, "args": arguments]) } catch {
                guard case Failure.refused(let error, let message) = error else { throw error }
                // The page was left while the script was waiting in it: it waits in the next.
                let isLeft =
                    error == "javascript error" || error == "stale element reference"
                    || error == "unknown error" || error == "script timeout"
                guard isLeft, Date() < end else {
                    throw Failure.neverCame(
                        "\(expression) \(arguments) (\(message.prefix(200)))", page: try await text())
                }
            }
        }
    }

    /// All that can be read on the page.
    func text() async throws -> String {
        try await script("return document.body.innerText").text ?? ""
    }
}
