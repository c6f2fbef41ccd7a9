import ArenaCore
import Ranking

/// A board that was ranked offline, with what is told beside it.
struct RankedBoard {
    let board: LeaderboardSnapshot
    let models: [Model]
    let analysis: RatingAnalysis?

    /// What holds the order of neighbours, from the top.
    func holds() -> [OrderHold] {
        analysis.map { OrderHold.all($0, models: models) } ?? []
    }
}
