import Foundation
import Ranking

/// A board of 400 models that follows single votes, beside the exact one.
struct UpdateBench {
    private static let models = 400
    private static let battles = 1_000_000
    private static let votes = 256

    func run() throws -> [Figure] {
        var draws = SyntheticBattles.Draws(models: Self.models, seed: 7)
        var counts = PairCounts(modelCount: Self.models)
        for _ in 0..<Self.battles {
            guard let battle = draws.next() else { break }
            counts.add(a: battle.a, b: battle.b, outcome: battle.outcome)
        }
        let exactBefore = ExactBoard(modelCount: Self.models, cells: counts.cells)
        guard var live = LiveBoard(exactBefore) else { throw BenchFailure("no live board") }
        var updates: [Double] = []
        for _ in 0..<Self.votes {
            guard let battle = draws.next() else { break }
            counts.add(a: battle.a, b: battle.b, outcome: battle.outcome)
            updates.append(
                ContinuousClock().measure {
                    _ = live.record(a: battle.a, b: battle.b, outcome: battle.outcome)
                }.milliseconds
            )
        }
        let cells = counts.cells
        var refits: [Double] = []
        var fits: [Double] = []
        for _ in 0..<15 {
            refits.append(ContinuousClock().measure { _ = live.board(cells: cells) }.milliseconds)
            fits.append(
                ContinuousClock().measure { _ = ExactBoard(modelCount: Self.models, cells: cells) }.milliseconds
            )
        }
        let refined = live.board(cells: cells)
        let exact = ExactBoard(modelCount: Self.models, cells: cells).board
        let ratings = Dictionary(uniqueKeysWithValues: exact.rows.map { ($0.model, $0) })
        var (ratingError, relativeError) = (0.0, 0.0)
        for row in refined.rows {
            guard let other = ratings[row.model] else { throw BenchFailure("the live board has other models") }
            ratingError = max(ratingError, abs(row.rating - other.rating))
            relativeError = max(relativeError, abs(row.standardError / other.standardError - 1))
        }
        let before = Dictionary(uniqueKeysWithValues: live.ratings.map { ($0.model, $0.rating) })
        let pathError = exact.rows.map { abs($0.rating - (before[$0.model] ?? .infinity)) }.max() ?? 0
        let moved = Dictionary(uniqueKeysWithValues: exactBefore.board.rows.map { ($0.model, $0.rating) })
        let movement = exact.rows.map { abs($0.rating - (moved[$0.model] ?? .infinity)) }.max() ?? 0
        let update = updates.median ?? 0
        let refit = refits.median ?? 0
        return [
            Figure(
                what: "one vote's update of ratings and standard errors, 400 models",
                measured: "\(update.digits(3)) ms",
                asked: "0.1 ms",
                holds: update < 0.1
            ),
            Figure(
                what: "exact ratings anew from there (warm), 400 models",
                measured: "\(refit.digits(1)) ms",
                asked: "5 ms",
                holds: refit < 5
            ),
            Figure(what: "the whole board anew, with sandwich errors", measured: "\((fits.median ?? 0).digits(1)) ms"),
            Figure(
                what:
                    "rank-one ratings from the exact ones after \(Self.votes) votes on \(Double(Self.battles).grouped) battles",
                measured: "\(pathError.digits(6)) points at most (exact ones moved by \(movement.digits(2)))"
            ),
            Figure(
                what: "refined ratings and rank-one standard errors from the exact ones",
                measured:
                    "\(String(format: "%.1e", ratingError)) points, \(String(format: "%.1e", relativeError)) relative, at most"
            ),
        ]
    }
}
