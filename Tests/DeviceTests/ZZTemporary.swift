import Foundation
import Testing
@Test(.enabled(if: ProcessInfo.processInfo.environment["YILU_SQL"] != nil))
func temporaryProbe() throws { try probeDamaged(ProcessInfo.processInfo.environment["YILU_SQL"]!) }
