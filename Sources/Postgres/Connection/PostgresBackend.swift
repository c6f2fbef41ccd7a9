/// A server process that serves, or served, one connection.
public struct PostgresBackend: Sendable, Hashable {
    /// Its process identifier, which another process may have had before or get later.
    public let processID: Int32

    /// When it began, in the server's own words.
    let startedAt: String
}

extension PostgresConnection {
    /// Ends another connection's server process, if the server that this connection leads to still runs it.
    ///
    /// After a connection was lost in the middle of a transaction, its server process may go on with it, or hold its locks
    /// while it waits for the rest. Once it has ended, the transaction is either committed or gone.
    ///
    /// - Parameter patience: How long to wait for its end.
    /// - Returns: Whether it is known to be gone.
    /// - Throws: ``PostgresError``; the role must be that of the process, or be allowed to signal it.
    public nonisolated func end(_ other: PostgresBackend, patience: Duration) async throws -> Bool {
        let milliseconds = Int64(patience / .milliseconds(1))
        let ended = try await query(
            """
            SELECT pg_terminate_backend(pid, \(milliseconds)) FROM pg_stat_activity
            WHERE pid = \(other.processID) AND backend_start::text = \(other.startedAt)
            """
        )
        return try ended.first(Bool.self) ?? true
    }
}
