import Glibc
import Logging
import SystemPackage

/// Clears away what a former owner of the directory left: a server without its owner, sessions without their server,
/// and the files of either.
///
/// Only for the holder of the directory's lock: whoever else would own a server here is gone.
struct FormerServer: Sendable {
    let cluster: String
    let clusterName: String
    let socketDirectory: SocketDirectory
    let logger: Logger
    /// How long a server may take to stop before it is told more firmly.
    let patience: Duration

    /// Ends every server process of the cluster, and removes files that would keep the next from starting.
    func clear() async throws {
        if let postmaster = try PostmasterFile.read(cluster: cluster)?.processID, isOurs(postmaster) {
            logger.warning(
                "Stopping a PostgreSQL server that outlived its owner",
                metadata: ["pid": "\(postmaster)", "directory": "\(cluster)"]
            )
            // Fast, then immediate: the next start recovers from the latter, so nothing is lost.
            let gone = try await end(
                [postmaster],
                with: [(SIGINT, patience), (SIGQUIT, .seconds(10)), (SIGKILL, .seconds(5))]
            )
            guard gone else { throw stuck([postmaster]) }
        }
        let sessions = ProcessTable.servers(of: cluster, named: clusterName)
        if !sessions.isEmpty {
            logger.warning(
                "Waiting for sessions of a PostgreSQL server that was killed",
                metadata: ["pids": "\(sessions)", "directory": "\(cluster)"]
            )
            // They end by themselves when they next look for their server, which a long query puts off.
            guard try await end(sessions, with: [(0, .seconds(5)), (SIGQUIT, .seconds(5)), (SIGKILL, .seconds(5))])
            else {
                throw stuck(sessions)
            }
        }
        // No server is left, so the note is stale. The next server would take any process under the noted id for its
        // predecessor: another program that got the id since, or the killed server itself while nobody has collected it.
        if let postmaster = try PostmasterFile.read(cluster: cluster)?.processID {
            logger.info("Removing a stale postmaster.pid", metadata: ["pid": "\(postmaster)"])
            do {
                try FileSystem.removeFile(PostmasterFile.path(in: cluster))
            } catch {
                throw PrivatePostgresError.cannot("remove", PostmasterFile.path(in: cluster), error)
            }
        }
        try socketDirectory.removeStaleSocket()
    }

    private func isOurs(_ processID: Int32) -> Bool {
        ProcessTable.isServer(processID, of: cluster, named: clusterName)
    }

    /// Sends each signal in turn (0: none) and waits as long as it says, until all are gone.
    private func end(_ processes: [Int32], with steps: [(signal: Int32, patience: Duration)]) async throws -> Bool {
        let clock = ContinuousClock()
        for step in steps {
            let remaining = processes.filter(isOurs)
            if step.signal != 0 {
                for process in remaining { _ = kill(process, step.signal) }
            }
            let deadline = clock.now + step.patience
            while processes.contains(where: isOurs) {
                if clock.now >= deadline { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            if !processes.contains(where: isOurs) { return true }
        }
        return false
    }

    private func stuck(_ processes: [Int32]) -> PrivatePostgresError {
        PrivatePostgresError(
            .stopFailed,
            """
            processes \(processes.map { "\($0)" }.joined(separator: ", ")) of a former PostgreSQL server still use \
            \(cluster) and cannot be stopped. See what holds them (ps, the disk), end them, and start again.
            """
        )
    }
}
