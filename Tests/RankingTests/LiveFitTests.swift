import Testing

@testable import Ranking

@Suite("Live fit")
struct LiveFitTests {
    /// Counts of a well-connected board, and further battles on it.
    private static func arena(models: Int, battles: Int, more: Int, seed: UInt64) -> (PairCounts, [Battle]) {
        let all = Battle.random(battles + more, models: models, seed: seed)
        return (PairCounts(modelCount: models, battles: all.prefix(battles)), Array(all.suffix(more)))
    }

    /// G and V after each battle as plain matrices, updated the long way round.
    private struct Naive {
        var strengths: [Double]
        var inverse: [[Double]]
        var covariance: [[Double]]

        init(_ fit: BradleyTerry.Fit, _ sandwich: Sandwich) {
            let models = fit.strengths.indices
            strengths = fit.strengths
            inverse = models.map { row in models.map { sandwich.inverse[row, $0] } }
            let parts = sandwich.spreads.indices
            covariance = models.map { row in
                models.map { column in
                    parts.reduce(0.0) {
                        $0 + sandwich.spreads[$1] * sandwich.responses[$1, row] * sandwich.responses[$1, column]
                    }
                }
            }
        }

        mutating func record(_ battle: Battle) {
            let models = strengths.indices
            let p = 1 / (1 + exponential(strengths[battle.b] - strengths[battle.a]))
            let (weight, rest) = (p * (1 - p), battle.outcome.scoreOfA - p)
            // G ← (I − c·uxᵀ)G and V ← (I − c·uxᵀ)(V + r²·uuᵀ)(I − c·uxᵀ)ᵀ, the sandwich with G written out.
            let u = models.map { inverse[$0][battle.a] - inverse[$0][battle.b] }
            let c = weight / (1 + weight * (u[battle.a] - u[battle.b]))
            let step = rest / (1 + weight * (u[battle.a] - u[battle.b]))
            for model in models { strengths[model] += step * u[model] }
            func shrunk(_ matrix: [[Double]]) -> [[Double]] {
                models.map { row in
                    models.map { matrix[row][$0] - c * u[row] * (matrix[battle.a][$0] - matrix[battle.b][$0]) }
                }
            }
            func transposed(_ matrix: [[Double]]) -> [[Double]] { models.map { row in models.map { matrix[$0][row] } } }
            let wider = models.map { row in models.map { covariance[row][$0] + rest * rest * u[row] * u[$0] } }
            covariance = transposed(shrunk(transposed(shrunk(wider))))
            inverse = shrunk(inverse)
        }
    }

    @Test("each battle does to strengths and errors what the matrices written out do", arguments: 1...4)
    func updates(seed: UInt64) throws {
        let (counts, more) = Self.arena(models: 9, battles: 400, more: 60, seed: seed)
        let fit = try BradleyTerry.fit(counts)
        let sandwich = Sandwich(of: fit)
        var live = LiveFit(of: fit, sandwich)
        var naive = Naive(fit, sandwich)
        #expect(live.strengths == fit.strengths && live.variances == sandwich.variances && live.drift == 0)
        for battle in more {
            live.record(a: battle.a, b: battle.b, outcome: battle.outcome)
            naive.record(battle)
            for model in 0..<9 {
                #expect(isClose(live.strengths[model], naive.strengths[model], absolute: 1e-12))
                #expect(isClose(live.variances[model], naive.covariance[model][model], relative: 1e-10))
            }
        }
        #expect(live.battles == 60 && live.drift > 0)
    }

    @Test("the errors stay as near the exact fit's as the drift says", arguments: 1...4)
    func error(seed: UInt64) throws {
        let (counts, more) = Self.arena(models: 20, battles: 4_000, more: 150, seed: seed)
        var all = counts
        let fit = try BradleyTerry.fit(counts)
        var live = LiveFit(of: fit, Sandwich(of: fit))
        for battle in more {
            live.record(a: battle.a, b: battle.b, outcome: battle.outcome)
            all.add(a: battle.a, b: battle.b, outcome: battle.outcome)
        }
        let exact = try BradleyTerry.fit(all)
        let variances = Sandwich(of: exact).variances
        #expect(live.drift > 0.01 && live.drift < 0.5)
        var moved = 0.0
        for model in 0..<20 {
            let before = abs(fit.strengths[model] - exact.strengths[model])
            moved = max(moved, before)
            #expect(abs(live.strengths[model] - exact.strengths[model]) < 0.1 * live.drift)
            let ratio = (live.variances[model] / variances[model]).squareRoot()
            #expect(abs(ratio - 1) < exponential(live.drift / 2) - 1, "model \(model)")
        }
        #expect(moved > 0.02, "the battles do move the board")
    }

    @Test("refining reaches the exact strengths", arguments: 1...4)
    func refining(seed: UInt64) throws {
        let (counts, more) = Self.arena(models: 20, battles: 3_000, more: 200, seed: seed)
        var all = counts
        let fit = try BradleyTerry.fit(counts)
        var live = LiveFit(of: fit, Sandwich(of: fit))
        for battle in more {
            live.record(a: battle.a, b: battle.b, outcome: battle.outcome)
            all.add(a: battle.a, b: battle.b, outcome: battle.outcome)
        }
        let exact = try BradleyTerry.fit(all)
        let refined = live.refined(all.cells)
        #expect(refined.lastStep < 1e-11)
        for model in 0..<20 { #expect(isClose(refined.strengths[model], exact.strengths[model], absolute: 1e-11)) }
    }

    @Test("a live board has the exact board's ratings, tallies and models without a rating")
    func board() throws {
        let (counts, more) = Self.arena(models: 15, battles: 2_000, more: 80, seed: 3)
        var all = counts
        all.ensure(modelCount: 17)
        all.add(a: 15, b: 3, outcome: .modelB, count: 4)
        var live = try #require(LiveBoard(ExactBoard(modelCount: 17, cells: all.cells)))
        for battle in more {
            let isCounted = live.record(a: battle.a, b: battle.b, outcome: battle.outcome)
            #expect(isCounted)
            all.add(a: battle.a, b: battle.b, outcome: battle.outcome)
        }
        // A battle of a model without a rating may give it one: an exact board has to look.
        let isCounted = live.record(a: 15, b: 3, outcome: .modelA) || live.record(a: 2, b: 16, outcome: .tie)
        #expect(!isCounted && live.battles == 80)
        let board = live.board(cells: all.cells)
        let exact = Board.bradleyTerry(counts: all)
        #expect(board.converged && board.unrankable == exact.unrankable)
        #expect(board.battlesTotal == exact.battlesTotal && board.battlesFitted == exact.battlesFitted)
        #expect(board.rows.map(\.model) == exact.rows.map(\.model))
        for (row, other) in zip(board.rows, exact.rows) {
            #expect(isClose(row.rating, other.rating, absolute: 1e-8) && row.tally == other.tally)
            #expect(isClose(row.standardError, other.standardError, relative: 0.05))
        }
    }

    @Test("boards whose errors are not the sandwich's are left to exact fits")
    func undecided() {
        let ties = PairCounts(modelCount: 2, [(0, 1, 0, 0, 9)])
        #expect(LiveBoard(ExactBoard(modelCount: 2, cells: ties.cells)) == nil)
        #expect(LiveBoard(ExactBoard(modelCount: 2, cells: [])) == nil)
    }
}
