import Foundation

/// How many connections this process can hold.
enum ConnectionLimit {
    /// Files that are kept for everything else: the database, logs, listening sockets.
    private static let reserve = 128

    /// The wanted number, or as many as the process may open files for; always at least one.
    ///
    /// A server that cannot accept a connection for want of a file would stop listening.
    static func effective(wanted: Int) -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return max(1, wanted) }
        let files = Int(clamping: limit.rlim_cur)
        return max(1, min(wanted, max(files - reserve, files / 2)))
    }
}
