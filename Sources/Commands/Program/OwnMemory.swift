import CProcess
import Foundation

/// The memory of this process holds keys and people's names.
enum OwnMemory {
    /// Lets no core dump be written of it, and no other program of the same user read it.
    ///
    /// Source: prctl(2), PR_SET_DUMPABLE; getrlimit(2), RLIMIT_CORE.
    static func close() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = yilu_set_undumpable()
    }
}
