/// What is done to the arena in one round.
public enum ChaosFault: String, Sendable, CaseIterable {
    /// The network refuses connections, and ends those there are.
    case refuse
    /// The network ends all connections at once.
    case cut
    /// The network cuts connections in the middle of what they carry.
    case truncate
    /// The network changes bytes.
    case corrupt
    /// The network is slow.
    case delay
    /// The network swallows everything and tells nobody.
    case swallow
    /// The arena's process is killed.
    case killServer
    /// All processes of Postgres are killed, as if the power had failed.
    case killPostgres
    /// Postgres is stopped and started.
    case restartPostgres
    /// An administrator ends the arena's sessions.
    case terminateSessions
    /// The arena is told to stop.
    case stopServer
}
