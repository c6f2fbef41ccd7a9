/// What can be measured apart.
enum BenchPart: String, CaseIterable {
    /// Durable votes a second against pgbench.
    case votes
    /// The leaderboard against nginx.
    case reads
    /// Boards that follow single votes.
    case updates
    /// Votes, boards and restarts as the log grows.
    case growth
    /// `arena rank` against its peers.
    case ranking
}
