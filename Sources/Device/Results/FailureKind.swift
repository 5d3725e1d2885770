/// What kind of failure it was, as sysexits number them: scripts tell them apart by the exit code.
package enum FailureKind: Int32, Sendable {
    case usage = 64
    case badData = 65
    case noInput = 66
    case unavailable = 69
    case internalFault = 70
    case cannotCreate = 73
    case inputOutput = 74
    case tryAgain = 75
    case notPermitted = 77
}
