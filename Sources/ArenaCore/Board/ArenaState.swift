public import Ranking

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
    /// What the board was made of: the battles of each pair that met, in ascending order of places in the catalogue's models.
    public let cells: [PairCounts.Cell]
    /// The battles that do not count, by their places in the catalogue's stream.
    public let excluded: Set<Int64>

    /// A state.
    public init(
        revision: Int,
        catalogue: Catalogue,
        leaderboard: LeaderboardSnapshot,
        draws: DrawTable,
        cells: [PairCounts.Cell] = [],
        excluded: Set<Int64> = []
    ) {
        self.revision = revision
        self.catalogue = catalogue
        self.leaderboard = leaderboard
        self.draws = draws
        self.cells = cells
        self.excluded = excluded
    }
}
