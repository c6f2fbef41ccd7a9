import Ranking
import Testing

/// What must hold for any battles, over seeded random ones.
@Suite("Board properties")
struct BoardPropertyTests {
    @Test("the order in which models are numbered changes nothing", arguments: 1...5)
    func permutation(seed: UInt64) {
        let models = 14
        let counts = PairCounts(modelCount: models, battles: Battle.random(600, models: models, seed: seed))
        var generator = SeededGenerator(seed: seed + 100)
        let newIndex = Array(0..<models).shuffled(using: &generator)
        let moved = Dictionary(
            uniqueKeysWithValues: Board.bradleyTerry(counts: counts.relabelled(by: newIndex)).rows.map {
                ($0.model, $0)
            }
        )
        for row in Board.bradleyTerry(counts: counts).rows {
            let other = moved[newIndex[row.model]]
            #expect(isClose(row.rating, other?.rating ?? .nan, absolute: 2e-8))
            #expect(isClose(row.standardError, other?.standardError ?? .nan, absolute: 2e-8))
            #expect(row.rank == other?.rank && row.rankLowerBound == other?.rankLowerBound)
            #expect(row.tally == other?.tally)
        }
    }

    @Test("the same battles in any order and on either side give the same bits", arguments: 1...5)
    func determinism(seed: UInt64) {
        let battles = Battle.random(900, models: 10, seed: seed)
        let board = Board.bradleyTerry(counts: PairCounts(modelCount: 10, battles: battles))
        let again = battles.reversed().map(\.sidesSwapped)
        #expect(board == Board.bradleyTerry(counts: PairCounts(modelCount: 10, battles: again)))
    }

    @Test("every win made a loss turns the ratings around", arguments: 1...3)
    func reversal(seed: UInt64) {
        let battles = Battle.random(700, models: 8, seed: seed)
        let turned = battles.map { Battle(a: $0.a, b: $0.b, outcome: $0.outcome.swapped) }
        let rows = Board.bradleyTerry(counts: PairCounts(modelCount: 8, battles: battles)).rows
        let reversed = Board.bradleyTerry(counts: PairCounts(modelCount: 8, battles: turned)).rows
        for (row, mirror) in zip(rows, reversed.reversed()) {
            #expect(row.model == mirror.model)
            #expect(isClose(row.rating, 2000 - mirror.rating, absolute: 2e-8))
            #expect(isClose(row.standardError, mirror.standardError, absolute: 2e-8))
        }
    }

    @Test("counting everything twice keeps the ratings and shrinks the errors by √2", arguments: 1...3)
    func duplication(seed: UInt64) {
        let counts = PairCounts(modelCount: 9, battles: Battle.random(500, models: 9, seed: seed))
        var doubled = counts
        doubled.merge(counts)
        for (one, two) in zip(Board.bradleyTerry(counts: counts).rows, Board.bradleyTerry(counts: doubled).rows) {
            #expect(isClose(one.rating, two.rating, absolute: 2e-8))
            #expect(isClose(one.standardError, two.standardError * 2.0.squareRoot(), relative: 1e-9))
        }
    }

    @Test("expected wins equal wins: the equations the maximum solves", arguments: 1...3)
    func scoreEquations(seed: UInt64) throws {
        let counts = PairCounts(modelCount: 11, battles: Battle.random(1_500, models: 11, seed: seed))
        let fit = try BradleyTerry.fit(counts)
        for model in 0..<11 {
            var surplus = 0.0
            for cell in counts.cells where cell.first == model || cell.second == model {
                let isFirst = cell.first == model
                let wins = Double(isFirst ? cell.firstWins : cell.secondWins) + Double(cell.draws) / 2
                let opponent = isFirst ? cell.second : cell.first
                surplus += wins - Double(cell.battles) * fit.probability(of: model, beating: opponent)
            }
            #expect(abs(surplus) < 1e-9)
        }
        #expect(isClose(fit.strengths.reduce(0, +), 0, absolute: 1e-12))
    }

    @Test("no input gives a figure that is not a number, and everybody is on the board or off it with a reason")
    func totality() {
        for seed in 0..<3_000 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let models = Int.random(in: 2...6, using: &generator)
            var counts = PairCounts(modelCount: models)
            for battle in Battle.random(Int.random(in: 0...14, using: &generator), models: models, seed: seed) {
                let count: Int64 = [1, 1, 1, 5, 1_000, 1_000_000_000].randomElement(using: &generator) ?? 1
                counts.add(a: battle.a, b: battle.b, outcome: battle.outcome, count: count)
            }
            let board = Board.bradleyTerry(counts: counts)
            #expect(board.converged && board.gradientNorm.isFinite, "seed \(seed)")
            let everybody = board.rows.map(\.model) + board.unrankable.map(\.model)
            #expect(everybody.sorted() == Array(0..<models), "seed \(seed)")
            for row in board.rows {
                let figures = [row.strength, row.rating, row.standardError, row.ratingLower, row.ratingUpper]
                #expect(figures.allSatisfy { $0.isFinite }, "seed \(seed)")
                #expect(row.ratingLower <= row.rating && row.rating <= row.ratingUpper, "seed \(seed)")
                #expect(row.rank >= 1 && row.rank <= row.rankLowerBound && row.rankLowerBound <= board.rows.count)
            }
            #expect(board.rows.map(\.rating) == board.rows.map(\.rating).sorted(by: >))
            let mean = board.rows.map(\.strength).reduce(0, +) / Double(max(board.rows.count, 1))
            #expect(isClose(mean, 0, absolute: 1e-12), "seed \(seed)")
        }
    }
}
