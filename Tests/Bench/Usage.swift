import Foundation

/// What a program took from its start to its end.
struct Usage {
    /// By the clock on the wall.
    let seconds: Double
    /// The most memory it held, in megabytes.
    let megabytes: Double

    /// Runs a program to its end, without what it writes.
    static func of(_ path: String, _ arguments: [String]) throws -> Usage {
        let words = [path] + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        var pid = pid_t()
        let start = ContinuousClock.now
        guard unsafe posix_spawn(&pid, path, &actions, nil, &pointers, environ) == 0 else {
            throw BenchFailure("\(path) cannot be started")
        }
        var status: Int32 = 0
        var usage = rusage()
        while unsafe wait4(pid, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchFailure("\(path) cannot be waited for") }
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        guard status == 0 else { throw BenchFailure("\(words.joined(separator: " ")) failed with status \(status)") }
        return Usage(seconds: seconds, megabytes: Double(usage.ru_maxrss) * 1_024 / 1_000_000)
    }

    /// The medians of several runs.
    static func median(_ runs: [Usage]) -> Usage {
        Usage(seconds: runs.map(\.seconds).median ?? 0, megabytes: runs.map(\.megabytes).median ?? 0)
    }

    var text: String { "\(seconds.digits(seconds < 10 ? 2 : 1)) s, \(megabytes.digits(0)) MB" }
}
