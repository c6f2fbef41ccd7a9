import Glibc

/// How many files, and so connections, the process may hold open.
enum FileLimit {
    /// Raises the limit as far as the system allows without being asked; a server holds one file for each voter.
    static func raise() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
