/// All that a request may need of the moment, as one immutable value.
public struct ArenaState: Sendable {
    /// Counted up with every publication in this process.
    public let revision: Int
    /// The models, prompts and responses on offer.
    public let catalogue: Catalogue
    /// The board.
    public let leaderboard: LeaderboardSnapshot
    /// The battles that may be drawn.
    public let draws: DrawTable

    /// A state.
    public init(revision: Int, catalogue: Catalogue, leaderboard: LeaderboardSnapshot, draws: DrawTable) {
        self.revision = revision
        self.catalogue = catalogue
        self.leaderboard = leaderboard
        self.draws = draws
    }
}
