import ArenaCore
import Ranking

/// A board that was ranked offline, with what is told beside it.
struct RankedBoard {
    let board: LeaderboardSnapshot
    let models: [Model]
    let analysis: RatingAnalysis?

    /// What holds the order of neighbours, from the top.
    func holds() -> [OrderHold] {
        guard let analysis else { return [] }
        var bar = ProgressBar("fragility")
        defer { bar.finish() }
        let count = max(analysis.board.rows.count - 1, 0)
        let stretch = 16
        return stride(from: 0, to: count, by: stretch).flatMap { start in
            let pairs = start..<min(start + stretch, count)
            defer { bar.update(fraction: Double(pairs.upperBound) / Double(count), count: pairs.upperBound) }
            return OrderHold.all(analysis, models: models, pairs: pairs)
        }
    }
}
