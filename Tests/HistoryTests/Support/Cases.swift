import Foundation
import Testing

/// Twenty ways in which other engines lost, doubled or invented somebody's data, each named by its number in the plan.
///
/// Above each test stands whose bug it was: the project, and the number of its issue.
@Suite("Cases from other engines' history")
enum Cases {}

/// Histories that broke rules like ours on paper, before there was a program.
@Suite("Counterexamples found on paper")
enum PaperCases {}

/// Whether the long trials run too.
let isLongTrial = ProcessInfo.processInfo.environment["YILU_TEST_ALL"] == "1"
