import Ranking
import Testing

@Suite("Board")
struct BoardTests {
    /// Figures from a separate computation in 50-digit arithmetic.
    @Test("five models with wins, ties and both bad")
    func fiveModels() {
        var counts = PairCounts(
            modelCount: 5,
            [
                (0, 1, 12, 7, 3), (0, 2, 5, 9, 0), (0, 4, 20, 3, 4), (1, 2, 6, 6, 6), (1, 3, 1, 0, 0), (2, 3, 0, 8, 1),
                (3, 4, 2, 15, 0),
            ]
        )
        counts.add(a: 0, b: 1, outcome: .bothBad)
        counts.add(a: 2, b: 0, outcome: .bothBad, count: 2)
        counts.add(a: 2, b: 3, outcome: .bothBad)
        counts.add(a: 3, b: 4, outcome: .bothBad, count: 3)
        let board = Board.bradleyTerry(counts: counts)
        #expect(board.rows.map(\.model) == [0, 1, 4, 2, 3])
        let ratings = [
            1093.0811514914188, 1009.7681030682639, 987.31373950094463, 920.94358910093994, 988.8934168384328,
        ]
        let errors = [
            34.979089769859885, 43.211744243163949, 45.659454538055072, 51.404433544902027, 39.464823124745116,
        ]
        for row in board.rows {
            #expect(isClose(row.rating, ratings[row.model], absolute: 1e-8))
            #expect(isClose(row.standardError, errors[row.model], absolute: 1e-8))
            #expect(isClose(row.ratingUpper - row.rating, 1.959963984540054 * row.standardError, absolute: 2e-8))
            #expect(isClose(row.rating - row.ratingLower, 1.959963984540054 * row.standardError, absolute: 2e-8))
            #expect(row.rank == (row.model == 3 ? 2 : 1))
            #expect(row.rankLowerBound == (row.model == 0 ? 4 : 5))
            #expect(isClose(row.rating, 1000 + 173.71779276130073 * row.strength, absolute: 1e-8))
        }
        #expect(board.rows[0].tally == Tally(wins: 37, losses: 19, ties: 7, bothBad: 3))
        #expect(board.battlesFitted == 115)
        #expect(board.battlesTotal == 115)
        #expect(board.converged && board.gradientNorm < 1e-10)
    }

    @Test("no models, no battles, one model, one battle: an empty board that says why")
    func nothingToRate() {
        let empty = Board.bradleyTerry(counts: PairCounts(modelCount: 0))
        #expect(empty.rows.isEmpty && empty.unrankable.isEmpty && empty.converged && empty.battlesTotal == 0)
        #expect(
            Board.bradleyTerry(counts: PairCounts(modelCount: 2)).unrankable.map(\.reason) == [.noBattles, .noBattles]
        )
        #expect(Board.bradleyTerry(counts: PairCounts(modelCount: 1)).unrankable.map(\.reason) == [.noBattles])
        let one = Board.bradleyTerry(counts: PairCounts(modelCount: 2, [(0, 1, 0, 1, 0)]))
        #expect(one.rows.isEmpty)
        #expect(one.unrankable.map(\.reason) == [.neverWon, .neverLost])
        #expect(one.unrankable.map(\.tally) == [Tally(losses: 1), Tally(wins: 1)])
        #expect(one.battlesTotal == 1 && one.battlesFitted == 0)
    }

    @Test("only ties: all equal, with the errors of as many toss-ups")
    func onlyTies() {
        for outcome in [Outcome.tie, .bothBad] {
            var counts = PairCounts(modelCount: 2)
            counts.add(a: 0, b: 1, outcome: outcome, count: 100)
            let board = Board.bradleyTerry(counts: counts)
            #expect(board.rows.map(\.rating) == [1000, 1000])
            #expect(board.rows.map(\.rank) == [1, 1] && board.rows.map(\.rankLowerBound) == [2, 2])
            // Var(θ₀ − θ₁) = 1 / (100 · ¼); each strength is half of the difference.
            let error = RatingScale.pointsPerStrength * 0.1
            #expect(board.rows.allSatisfy { isClose($0.standardError, error, absolute: 1e-8) })
        }
    }

    @Test("battles against unrated models are in the tally but not in the fit")
    func outsiders() {
        let rated: [(Int, Int, Int64, Int64, Int64)] = [(0, 1, 6, 3, 1)]
        let alone = Board.bradleyTerry(counts: PairCounts(modelCount: 2, rated))
        let board = Board.bradleyTerry(counts: PairCounts(modelCount: 4, rated + [(0, 2, 9, 0, 0), (2, 1, 0, 1, 0)]))
        #expect(board.rows.map(\.rating) == alone.rows.map(\.rating))
        #expect(board.rows.map(\.standardError) == alone.rows.map(\.standardError))
        #expect(board.rows.first?.tally == Tally(wins: 15, losses: 3, ties: 1))
        #expect(board.unrankable.map(\.model) == [2, 3])
        #expect(board.unrankable.map(\.reason) == [.neverWon, .noBattles])
        #expect(board.battlesFitted == 10 && board.battlesTotal == 20)
    }

    @Test("a wider confidence widens the interval and nothing else")
    func confidence() {
        let counts = PairCounts(modelCount: 6, battles: Battle.random(400, models: 6, seed: 11))
        let narrow = Board.bradleyTerry(counts: counts, confidence: 1)
        let wide = Board.bradleyTerry(counts: counts, confidence: 2)
        #expect(narrow.rows.map(\.rating) == wide.rows.map(\.rating))
        for (one, two) in zip(narrow.rows, wide.rows) {
            #expect(isClose(2 * (one.ratingUpper - one.rating), two.ratingUpper - two.rating, absolute: 5e-8))
        }
    }

    @Test("a count below zero is read as zero")
    func negativeCount() {
        let board = Board.bradleyTerry(counts: PairCounts(modelCount: 2, [(0, 1, 3, 2, -4)]))
        #expect(
            board.rows.map(\.rating)
                == Board.bradleyTerry(counts: PairCounts(modelCount: 2, [(0, 1, 3, 2, 0)])).rows.map(\.rating)
        )
    }
}
