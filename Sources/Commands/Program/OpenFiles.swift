import Foundation

/// How many files and connections this process may have open at once.
enum OpenFiles {
    /// More would only mean that the system had set no limit.
    private static let usefulMax: rlim_t = 65_536

    /// Raises the limit as far as the system lets a process that serves many, and gives it.
    static func raisedMax() -> Int {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 1024 }
        let wanted = min(limit.rlim_max, max(limit.rlim_cur, usefulMax))
        var raised = limit
        raised.rlim_cur = wanted
        return Int(clamping: setrlimit(resource, &raised) == 0 ? wanted : limit.rlim_cur)
    }
}
