import Glibc
import SystemPackage

/// What the kernel tells of running processes.
enum ProcessTable {
    /// Whether a process runs; one that has ended and was not yet collected by its parent does not.
    static func isAlive(_ processID: Int32) -> Bool {
        guard let status = try? FileSystem.text(of: "/proc/\(processID)/stat") else { return false }
        // The name is in parentheses and may hold any character, so the state is found from the last one.
        guard let parenthesis = status.lastIndex(of: ")") else { return false }
        let state = status[status.index(after: parenthesis)...].first { $0 != " " }
        return state != "Z" && state != "X"
    }

    /// Whether a process is a server of a cluster, postmaster or not.
    ///
    /// The working directory is the sure sign, but hidden from a root without the right to trace; what we start names
    /// the cluster in its arguments, or its name in its title.
    static func isServer(_ processID: Int32, of cluster: String, named clusterName: String) -> Bool {
        guard isAlive(processID), isPostgres(processID) else { return false }
        if let directory = try? FileSystem.resolved("/proc/\(processID)/cwd") { return directory == cluster }
        let arguments = commandLine(of: processID)
        return arguments.contains(cluster) || arguments.first?.hasPrefix("postgres: \(clusterName): ") == true
    }

    /// The servers of a cluster that run, postmaster or not.
    static func servers(of cluster: String, named clusterName: String) -> [Int32] {
        ((try? FileSystem.names(in: "/proc")) ?? []).compactMap { Int32($0) }
            .filter { isServer($0, of: cluster, named: clusterName) }
    }

    private static func isPostgres(_ processID: Int32) -> Bool {
        (try? FileSystem.text(of: "/proc/\(processID)/comm"))?.trimmed == "postgres"
    }

    private static func commandLine(of processID: Int32) -> [String] {
        guard let text = try? FileSystem.text(of: "/proc/\(processID)/cmdline") else { return [] }
        return text.split(separator: "\0").map(String.init)
    }
}
