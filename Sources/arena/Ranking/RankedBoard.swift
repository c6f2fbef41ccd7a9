import ArenaCore
import Ranking

/// A board that was ranked offline, with what is told beside it.
struct RankedBoard {
    let board: LeaderboardSnapshot
    let models: [Model]
    let analysis: RatingAnalysis?

    /// How few votes hold the board's order.
    func fragility() -> BoardFragility {
        guard let analysis else { return BoardFragility(first: nil, neighbours: []) }
        return BoardFragility(first: holdOfFirst(analysis), neighbours: holdsOfNeighbours(analysis))
    }

    private func holdOfFirst(_ analysis: RatingAnalysis) -> OrderHold? {
        var bar = ProgressBar("first place")
        defer { bar.finish() }
        return OrderHold.first(analysis, models: models) { done, count in
            bar.update(fraction: Double(done) / Double(count), count: done)
        }
    }

    private func holdsOfNeighbours(_ analysis: RatingAnalysis) -> [OrderHold] {
        var bar = ProgressBar("fragility")
        defer { bar.finish() }
        let count = max(board.rows.count - 1, 0)
        let stretch = 16
        return stride(from: 0, to: count, by: stretch).flatMap { start in
            let pairs = start..<min(start + stretch, count)
            defer { bar.update(fraction: Double(pairs.upperBound) / Double(count), count: pairs.upperBound) }
            return OrderHold.all(analysis, models: models, pairs: pairs)
        }
    }
}
